/** The part of SARIF 2.1.0 that we write, closed: a property that is not here is a mistake. */

const text = {
  type: 'object',
  additionalProperties: false,
  required: ['text'],
  properties: {text: {type: 'string', minLength: 1}},
}

const artifactLocation = {
  type: 'object',
  additionalProperties: false,
  required: ['uri'],
  properties: {
    uri: {type: 'string', pattern: "^[A-Za-z0-9._~:/@!$&'()*+;=%-]+$"},
    uriBaseId: {const: '%SRCROOT%'},
  },
}

const region = {
  type: 'object',
  additionalProperties: false,
  required: ['startLine', 'startColumn', 'endLine', 'endColumn'],
  properties: {
    startLine: {type: 'integer', minimum: 1},
    startColumn: {type: 'integer', minimum: 1},
    endLine: {type: 'integer', minimum: 1},
    endColumn: {type: 'integer', minimum: 1},
  },
}

const fix = {
  type: 'object',
  additionalProperties: false,
  required: ['description', 'artifactChanges', 'properties'],
  properties: {
    description: text,
    properties: {type: 'object'},
    artifactChanges: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['artifactLocation', 'replacements'],
        properties: {
          artifactLocation,
          replacements: {
            type: 'array',
            minItems: 1,
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['deletedRegion'],
              properties: {deletedRegion: region, insertedContent: text},
            },
          },
        },
      },
    },
  },
}

const location = {
  type: 'object',
  additionalProperties: false,
  required: ['physicalLocation'],
  properties: {
    physicalLocation: {
      type: 'object',
      additionalProperties: false,
      required: ['artifactLocation', 'region'],
      properties: {artifactLocation, region},
    },
    logicalLocations: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'kind'],
        properties: {name: {type: 'string'}, kind: {type: 'string'}},
      },
    },
  },
}

const level = {enum: ['error', 'warning', 'note']}

const rule = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'shortDescription', 'fullDescription', 'help', 'defaultConfiguration', 'properties'],
  properties: {
    id: {type: 'string'},
    shortDescription: text,
    fullDescription: text,
    help: {
      type: 'object',
      additionalProperties: false,
      required: ['text', 'markdown'],
      properties: {text: {type: 'string', minLength: 1}, markdown: {type: 'string', minLength: 1}},
    },
    helpUri: {type: 'string', format: 'uri'},
    defaultConfiguration: {type: 'object', additionalProperties: false, required: ['level'], properties: {level}},
    properties: {
      type: 'object',
      required: ['tags'],
      properties: {tags: {type: 'array', uniqueItems: true, items: {type: 'string'}}},
    },
  },
}

const result = {
  type: 'object',
  additionalProperties: false,
  required: ['ruleId', 'ruleIndex', 'level', 'message', 'locations', 'partialFingerprints', 'properties'],
  properties: {
    ruleId: {type: 'string'},
    ruleIndex: {type: 'integer', minimum: 0},
    level,
    message: text,
    locations: {type: 'array', minItems: 1, maxItems: 1, items: location},
    partialFingerprints: {type: 'object', minProperties: 1, additionalProperties: {type: 'string', minLength: 1}},
    fixes: {type: 'array', minItems: 1, items: fix},
    properties: {type: 'object'},
  },
}

const driver = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'semanticVersion', 'informationUri', 'rules'],
  properties: {
    name: {const: 'stslint'},
    semanticVersion: {type: 'string', pattern: '^\\d+\\.\\d+\\.\\d+'},
    informationUri: {type: 'string', format: 'uri'},
    rules: {type: 'array', items: rule},
  },
}

const run = {
  type: 'object',
  additionalProperties: false,
  required: ['tool', 'originalUriBaseIds', 'columnKind', 'results'],
  properties: {
    tool: {type: 'object', additionalProperties: false, required: ['driver'], properties: {driver}},
    originalUriBaseIds: {
      type: 'object',
      additionalProperties: {type: 'object', additionalProperties: false, properties: {description: text}},
    },
    columnKind: {const: 'utf16CodeUnits'},
    results: {type: 'array', items: result},
  },
}

export const sarifSubset = {
  type: 'object',
  additionalProperties: false,
  required: ['$schema', 'version', 'runs'],
  properties: {
    $schema: {type: 'string', format: 'uri'},
    version: {const: '2.1.0'},
    runs: {type: 'array', minItems: 1, maxItems: 1, items: run},
  },
}
