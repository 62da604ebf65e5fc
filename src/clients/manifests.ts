import type {Ecosystem, ManifestFile, Reader} from './model.js'
import {directoryOf, joinPath} from './paths.js'

/** A kind of file that names packages. */
export interface ManifestKind {
  /** Null: of several. */
  readonly ecosystem: Ecosystem | null
  /** What a lock file says exactly, the manifests it locks say as a range. */
  readonly lock: boolean
  /** What a file must hold to be read, in place of the name of a package. */
  readonly sign?: RegExp
  /** What is as good as the name of a package. */
  readonly also?: RegExp
  /** Says nothing by itself: others look up properties and versions in it. */
  readonly aside?: true
  load(): Promise<Reader>
}

function manifest(ecosystem: Ecosystem | null, load: () => Promise<Reader>, signs: Signs = {}): ManifestKind {
  return {ecosystem, lock: false, load, ...signs}
}

type Signs = Pick<ManifestKind, 'sign' | 'also'>

function lock(ecosystem: Ecosystem, load: () => Promise<Reader>): ManifestKind {
  return {ecosystem, lock: true, load}
}

const python = () => import('./readers/python.js')
const tomlLocks = () => import('./readers/toml-locks.js')
const node = () => import('./readers/node.js')
const dotnet = () => import('./readers/dotnet.js')
const gradle = () => import('./readers/gradle.js')
const swift = () => import('./readers/swift.js')
const terraform = () => import('./readers/terraform.js')

const requirements = manifest('pip', async () => (await python()).readRequirements, {also: /-r\s|--requirement\b/})
const requirementsIn = manifest('pip', async () => (await python()).readRequirementsIn)
const packageLock = lock('npm', async () => (await node()).readPackageLock)
const project = manifest('nuget', async () => (await dotnet()).readProject)
// Projects also look up properties in it.
const central = manifest('nuget', async () => (await dotnet()).readCentral, {sign: /<Project\b/i})
// The versions of a build may stand in a script of no dependency.
const gradleBuild = manifest('maven', async () => (await gradle()).readGradle, {also: /\bext(?:ra)?\b/})
const aside: ManifestKind = {ecosystem: null, lock: false, aside: true, load: async () => () => []}

const BY_NAME: ReadonlyMap<string, ManifestKind> = new Map([
  ['pyproject.toml', manifest('pip', async () => (await import('./readers/pyproject.js')).readPyproject)],
  ['setup.py', manifest('pip', async () => (await python()).readSetupPy)],
  ['setup.cfg', manifest('pip', async () => (await python()).readSetupCfg)],
  ['pipfile', manifest('pip', async () => (await import('./readers/pyproject.js')).readPipfile)],
  ['pipfile.lock', lock('pip', async () => (await python()).readPipfileLock)],
  ['poetry.lock', lock('pip', async () => (await tomlLocks()).readPythonLock)],
  ['uv.lock', lock('pip', async () => (await tomlLocks()).readPythonLock)],
  ['pdm.lock', lock('pip', async () => (await tomlLocks()).readPythonLock)],
  ['cargo.lock', lock('cargo', async () => (await tomlLocks()).readCargoLock)],
  ['cargo.toml', manifest('cargo', async () => (await import('./readers/rust.js')).readCargo)],
  ['package.json', manifest('npm', async () => (await node()).readPackageJson)],
  ['package-lock.json', packageLock],
  ['npm-shrinkwrap.json', packageLock],
  ['yarn.lock', lock('npm', async () => (await node()).readYarnLock)],
  ['pnpm-lock.yaml', lock('npm', async () => (await node()).readPnpmLock)],
  ['bun.lock', lock('npm', async () => (await node()).readBunLock)],
  ['go.mod', manifest('go', async () => (await import('./readers/go.js')).readGoMod)],
  // A module's POM may leave the group and the version to its parent, and a parent need not name a package.
  ['pom.xml', manifest('maven', async () => (await import('./readers/maven.js')).readPom)],
  ['gradle.properties', aside],
  ['pnpm-workspace.yaml', aside],
  ['.yarnrc.yml', aside],
  ['go.work', aside],
  ['gradle.lockfile', lock('maven', async () => (await gradle()).readGradleLock)],
  ['gemfile', manifest('gem', async () => (await import('./readers/ruby.js')).readGemfile)],
  ['gems.rb', manifest('gem', async () => (await import('./readers/ruby.js')).readGemfile)],
  ['gemfile.lock', lock('gem', async () => (await import('./readers/ruby.js')).readGemfileLock)],
  ['gems.locked', lock('gem', async () => (await import('./readers/ruby.js')).readGemfileLock)],
  ['composer.json', manifest('composer', async () => (await import('./readers/php.js')).readComposer)],
  ['composer.lock', lock('composer', async () => (await import('./readers/php.js')).readComposerLock)],
  ['directory.packages.props', central],
  ['directory.build.props', aside],
  ['packages.config', manifest('nuget', async () => (await dotnet()).readPackagesConfig)],
  ['packages.lock.json', lock('nuget', async () => (await dotnet()).readPackagesLock)],
  ['package.swift', manifest('swiftpm', async () => (await swift()).readPackageSwift)],
  ['package.resolved', lock('swiftpm', async () => (await swift()).readPackageResolved)],
  ['vcpkg.json', manifest('vcpkg', async () => (await import('./readers/cpp.js')).readVcpkg)],
  ['conanfile.txt', manifest('conan', async () => (await import('./readers/cpp.js')).readConan)],
  ['conanfile.py', manifest('conan', async () => (await import('./readers/cpp.js')).readConan)],
  ['.terraform.lock.hcl', lock('terraform', async () => (await terraform()).readTerraformLock)],
])

/** On the file's name in lower case. */
const BY_PATTERN: readonly (readonly [RegExp, ManifestKind])[] = [
  [/^(?:[\w.-]*[-_.])?requirements(?:[-_.][\w.-]*)?\.txt$/, requirements],
  [/^(?:[\w.-]*[-_.])?requirements(?:[-_.][\w.-]*)?\.in$/, requirementsIn],
  [/^pylock(?:\.[\w-]+)?\.toml$/, lock('pip', async () => (await tomlLocks()).readPythonLock)],
  [/^(?:[\w.-]*[-_.])?constraints(?:[-_.][\w.-]*)?\.txt$/, lock('pip', async () => (await python()).readRequirements)],
  [
    /^(?:[\w.-]*[-_.])?(?:environment|conda)(?:[-_.][\w.-]*)?\.ya?ml$/,
    manifest('pip', async () => (await import('./readers/conda.js')).readConda, {sign: /^dependencies\s*:/m}),
  ],
  [/\.gradle(?:\.kts)?$/, gradleBuild],
  [/\.versions\.toml$/, manifest('maven', async () => (await import('./readers/catalog.js')).readCatalog)],
  [/\.gemspec$/, manifest('gem', async () => (await import('./readers/ruby.js')).readGemfile)],
  [/\.(?:cs|fs|vb)proj$/, project],
  [
    /\.(?:tf|tofu)(?:\.json)?$/,
    manifest('terraform', async () => (await terraform()).readTerraform, {
      sign: /\brequired_providers\b|\bbackend\b[^\n]*\bs3\b/,
    }),
  ],
  [
    /^(?:docker|container)file(?:[-_.][\w.-]+)?$|\.(?:docker|container)file$/,
    manifest(null, async () => (await import('./readers/docker.js')).readDockerfile),
  ],
]

const pipeline = manifest(null, async () => (await import('./readers/pipeline.js')).readPipeline, {also: /\baws\s/})

/** On the whole path. */
const BY_PATH: readonly (readonly [RegExp, ManifestKind])[] = [
  [/(?:^|\/)requirements\/[^/]+\.txt$/, requirements],
  [/(?:^|\/)requirements\/[^/]+\.in$/, requirementsIn],
  // GitHub, Gitea and Forgejo; GitLab; CodeBuild; CircleCI; Azure; Bitbucket; Drone and Woodpecker; Buildkite.
  [/(?:^|\/)\.(?:github|gitea|forgejo)\/workflows\/[^/]+\.ya?ml$|(?:^|\/)action\.ya?ml$/, pipeline],
  [
    /\.gitlab-ci\.ya?ml$|(?:^|\/)\.gitlab\/ci\/[^/]+\.ya?ml$|(?:^|\/)(?:buildspec[^/]*|[^/]*buildspec)\.ya?ml$/,
    pipeline,
  ],
  [
    /(?:^|\/)(?:\.circleci|\.?azure-pipelines|\.azuredevops|\.azure|\.drone|\.woodpecker|\.buildkite)\/.*\.ya?ml$/,
    pipeline,
  ],
  [/(?:^|\/)(?:azure-pipelines|bitbucket-pipelines|\.drone|\.woodpecker|buildkite)[^/]*\.ya?ml$/, pipeline],
  [/(?:^|\/)Jenkinsfile(?:[-_.][\w.-]+)?$|\.jenkinsfile$/i, pipeline],
]

/** Cheap: called for every file of a tree. */
export function manifestKind(path: string): ManifestKind | null {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase()
  const named = BY_NAME.get(name)
  if (named !== undefined) return named
  if (!MAYBE.test(name)) return null
  return (
    BY_PATTERN.find(([pattern]) => pattern.test(name))?.[1] ??
    BY_PATH.find(([pattern]) => pattern.test(path))?.[1] ??
    null
  )
}

/** What any of the patterns needs, in one test. */
const MAYBE = /\.(?:txt|in|gradle|kts|toml|gemspec|\w{2}proj|tf|tofu|json|ya?ml)$|(?:docker|container|jenkins)file/

/** The files that `-r` lines of a requirements file name; none for another kind of file. */
export function includesOf({path, text, includedIn = path}: ManifestFile): string[] {
  if (manifestKind(includedIn) !== requirements) return []
  const named = text.matchAll(/^[ \t]*(?:-r|--requirement)(?:[ \t]+|=)([^\s#]+)/gm)
  const targets = [...named].map(([, target]) => joinPath(directoryOf(path), target!))
  return targets.filter((target) => !target.includes('://'))
}

export function isManifest(path: string): boolean {
  return manifestKind(path) !== null
}
