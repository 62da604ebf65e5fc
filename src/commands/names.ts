/** First arguments that are commands. Anything else is a path for `check`. */
export const commandNames = ['check', 'doctor', 'explain', 'resolve', 'rules', 'undo', 'verify', 'help'] as const
