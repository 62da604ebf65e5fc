/** First arguments that are commands. Anything else is a path for `check`. */
export const commandNames = ['check', 'explain', 'resolve', 'rules', 'undo', 'verify', 'help'] as const
