import type {Ini, Section} from './ini.js'

/** A file that stands inside another one, with sources and errors in the lines of that one. */
export function placed(
  {profiles, services, sessions = new Map(), error}: Ini,
  path: string,
  lineAt: (line: number) => number,
): Ini {
  const moved = (text: string): string =>
    text.replace(/:(\d+)(?=$|: )/, (written, line: string, at: number) =>
      at === path.length ? `:${lineAt(Number(line))}` : written,
    )
  const section = (keys: Section): Section =>
    new Map([...keys].map(([key, {value, source}]) => [key, {value, source: moved(source)}]))
  const all = (sections: ReadonlyMap<string, Section>) =>
    new Map([...sections].map(([name, keys]) => [name, section(keys)]))
  return {
    profiles: all(profiles),
    services: all(services),
    sessions: all(sessions),
    error: error === null ? null : moved(error),
  }
}
