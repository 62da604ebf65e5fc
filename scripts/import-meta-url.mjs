/** Stands in for `import.meta.url` in the CommonJS bundles; only the files that use it carry it. */
export const importMetaUrl = /* @__PURE__ */ require('node:url').pathToFileURL(__filename).href
