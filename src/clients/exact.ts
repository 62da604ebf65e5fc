import type {Ecosystem} from './model.js'

const NUMBER = String.raw`\d[\w.+-]*`

/**
 * Requirements that allow one version, which is the first group. Maven, Gradle and NuGet call a bare version a wish or
 * a minimum, but take just that one unless another dependency asks for more.
 */
const EXACT: Readonly<Record<Ecosystem, RegExp>> = {
  // Poetry has bare versions.
  pip: new RegExp(String.raw`^(?:={2,3}\s*)?v?(${NUMBER})$`),
  npm: /^[v=\s]*(\d+\.\d+\.\d+(?:[-+][\w.+-]+)?)$/,
  go: /^v(\d+\.\d+\.\d+(?:[-+][\w.+-]+)?)$/,
  maven: new RegExp(String.raw`^\[?(${NUMBER}(?<![+]))\]?(?:!!)?$`),
  gem: /^=?\s*(\d+(?:\.\w+)*)$/,
  composer: /^[=v\s]*(\d+\.\d+\.\d+(?:[-.]\w+)*)$/,
  nuget: /^\[?(\d+(?:\.\d+)*(?:[-+][\w.+-]+)?)\]?$/,
  cargo: /^=\s*(\d+\.\d+\.\d+(?:[-+][\w.+-]+)?)$/,
  swiftpm: /^exact (\d[\w.+-]*)$/,
  terraform: /^=?\s*(\d+\.\d+\.\d+(?:-[\w.]+)?)$/,
  docker: /^v?(\d+\.\d+\.\d+)(?:-[\w.-]+)?$/,
  vcpkg: /^(\d[\w.]*)(?:#\d+)?$/,
  conan: /^(\d[\w.]*)$/,
  psgallery: /^\[?(\d+(?:\.\d+)*)\]?$/,
  cli: /^v?(\d+\.\d+\.\d+)$/,
  // Without the epoch before it and the distribution's revision after it.
  apt: /^(?:\d+:)?(\d[\w.]*)(?:[+~-].*)?$/,
}

/** The one version that `requirement` allows, if it allows one. */
export function exactVersion(ecosystem: Ecosystem, requirement: string | null): string | null {
  return requirement === null ? null : (EXACT[ecosystem].exec(requirement.trim())?.[1] ?? null)
}
