import {describe, expect, test} from 'vitest'
import {manifestPrefilter} from '../../src/clients/index.js'
import {detect, table} from './table.js'

const sts = '<dependency><groupId>software.amazon.awssdk</groupId><artifactId>sts</artifactId></dependency>'

describe('POM', () => {
  test.each([
    {
      name: 'a version of its own',
      text: '<project><dependencies>\n<dependency>\n<groupId>com.amazonaws</groupId>\n<artifactId>aws-java-sdk-sts</artifactId>\n<version>1.12.3</version>\n</dependency>\n</dependencies></project>',
      found: [
        'aws-sdk-java com.amazonaws:aws-java-sdk-sts 1.12.3 (1.12.3) "aws-java-sdk-sts</artifactId>\\n<version>1.12.3"',
      ],
    },
    {
      name: 'a property',
      text: `<project><properties><aws.version>2.20.1</aws.version></properties><dependencies>${sts.replace('</dependency>', '<version>${aws.version}</version></dependency>')}</dependencies></project>`,
      found: ['aws-sdk-java-v2 software.amazon.awssdk:sts 2.20.1 (2.20.1) "sts</artifactId><version>${aws.version}"'],
    },
    {
      name: 'a bill of materials',
      text: `<project><dependencyManagement><dependencies><dependency><groupId>software.amazon.awssdk</groupId><artifactId>bom</artifactId><version>2.21.0</version><type>pom</type><scope>import</scope></dependency></dependencies></dependencyManagement><dependencies>${sts}</dependencies></project>`,
      found: ['aws-sdk-java-v2 software.amazon.awssdk:sts 2.21.0 (2.21.0) "sts"'],
    },
    {
      name: 'a bill of materials alone',
      text: '<project><dependencyManagement><dependencies><dependency><groupId>software.amazon.awssdk</groupId><artifactId>bom</artifactId><version>2.21.0</version><type>pom</type><scope>import</scope></dependency></dependencies></dependencyManagement></project>',
      found: ['aws-sdk-java-v2 software.amazon.awssdk:bom 2.21.0 (2.21.0) "bom</artifactId><version>2.21.0"'],
    },
    {
      name: 'managed and used by nobody',
      text: `<project><dependencyManagement><dependencies>${sts}</dependencies></dependencyManagement></project>`,
      found: [],
    },
    {
      name: 'a range, a comment and CDATA around it',
      text: `<project><!-- ${sts} --><profiles><profile><dependencies>${sts.replace('</dependency>', '<version>[2.0,3.0)</version></dependency>')}</dependencies></profile></profiles></project>`,
      found: ['aws-sdk-java-v2 software.amazon.awssdk:sts ([2.0,3.0)) "sts</artifactId><version>[2.0,3.0)"'],
    },
    {
      name: 'a property of nobody',
      text: `<project><dependencies>${sts.replace('</dependency>', '<version>${x}</version></dependency>')}</dependencies></project>`,
      found: ['aws-sdk-java-v2 software.amazon.awssdk:sts (${x}) "sts</artifactId><version>${x}"'],
    },
  ])('$name', async ({text, found}) => {
    expect(await detect({path: 'pom.xml', text})).toEqual(found)
  })

  test.each(['app/', '/srv/app/'])('a parent above %s has the version', async (top) => {
    const parent =
      '<project><properties><v>2.19.0</v></properties><dependencyManagement><dependencies><dependency><groupId>software.amazon.awssdk</groupId><artifactId>sts</artifactId><version>${v}</version></dependency></dependencies></dependencyManagement></project>'
    const module = `<project><parent><artifactId>p</artifactId></parent><dependencies>${sts}</dependencies></project>`
    const found = await detect({path: `${top}pom.xml`, text: parent}, {path: `${top}core/pom.xml`, text: module})
    expect(found).toEqual(['aws-sdk-java-v2 software.amazon.awssdk:sts 2.19.0 (2.19.0) "sts"'])
  })
})

describe('Gradle', () => {
  test.each([
    {
      name: 'string notation',
      path: 'build.gradle',
      text: "dependencies {\n  implementation 'com.amazonaws:aws-java-sdk-sts:1.12.3'\n  // implementation 'software.amazon.awssdk:sts:2.1.0'\n}\n",
      found: ['aws-sdk-java com.amazonaws:aws-java-sdk-sts 1.12.3 (1.12.3) "com.amazonaws:aws-java-sdk-sts:1.12.3"'],
    },
    {
      name: 'a platform',
      path: 'build.gradle.kts',
      text: 'dependencies {\n  implementation(platform("software.amazon.awssdk:bom:2.20.0"))\n  implementation("software.amazon.awssdk:sts")\n}\n',
      found: ['aws-sdk-java-v2 software.amazon.awssdk:sts 2.20.0 (2.20.0) "software.amazon.awssdk:sts"'],
    },
    {
      name: 'a variable',
      path: 'build.gradle.kts',
      text: 'val awsVersion = "2.20.1"\ndependencies { implementation("software.amazon.awssdk:sts:$awsVersion") }\n',
      found: ['aws-sdk-java-v2 software.amazon.awssdk:sts 2.20.1 (2.20.1) "software.amazon.awssdk:sts:$awsVersion"'],
    },
    {
      name: 'named arguments',
      path: 'build.gradle',
      text: "implementation group: 'software.amazon.awssdk', name: 'sts', version: '2.+'\n",
      found: [
        "aws-sdk-java-v2 software.amazon.awssdk:sts (2.+) \"'software.amazon.awssdk', name: 'sts', version: '2.+\"",
      ],
    },
    ...(
      [
        ['added', 'def awsVersion = "2.20.5"\nx "software.amazon.awssdk:sts:" + awsVersion\n'],
        ['by extra', 'val awsVersion by extra("2.20.5")\nx("software.amazon.awssdk:sts:$awsVersion")\n'],
        ['a property', 'extra["v"] = "2.20.5"\nx("software.amazon.awssdk:sts:${property("v")}")\n'],
        ['three arguments', 'x("software.amazon.awssdk", "sts", "2.20.5")\n'],
        ['a rich version', "x('software.amazon.awssdk:sts') { version { strictly '[2.17, 3['\n prefer '2.20.5' } }\n"],
        ['a strict version', 'x("software.amazon.awssdk:sts") {\n  version { strictly("2.20.5") }\n}\n'],
        [
          'a catalog',
          'version("aws", "2.20.5")\nlibrary("aws-sts", "software.amazon.awssdk", "sts").versionRef("aws")\n',
        ],
      ] as const
    ).map(([name, text]) => ({
      name: `a version: ${name}`,
      path: 'build.gradle.kts',
      text,
      found: [expect.stringMatching(/^aws-sdk-java-v2 software\.amazon\.awssdk:sts 2\.20\.5 \(2\.20\.5\) /)],
    })),
    {
      name: 'a version catalog with rich versions',
      path: 'gradle/libs.versions.toml',
      text: '[versions]\naws = { prefer = "2.20.5", strictly = "[2.17, 3[", reject = ["2.19.0"] }\n[libraries]\nsts = { group = "software.amazon.awssdk", name = "sts", version.ref = "aws" }\n',
      found: ['aws-sdk-java-v2 software.amazon.awssdk:sts 2.20.5 (2.20.5) "name = \\"sts\\""'],
    },
    {
      name: 'a version catalog',
      path: 'gradle/libs.versions.toml',
      text: '[versions]\naws = "2.20.2"\n[libraries]\nsts = { module = "software.amazon.awssdk:sts", version.ref = "aws" }\nold = "com.amazonaws:aws-java-sdk-sts:1.12.3"\n',
      found: [
        'aws-sdk-java-v2 software.amazon.awssdk:sts 2.20.2 (2.20.2) "module = \\"software.amazon.awssdk:sts\\""',
        'aws-sdk-java com.amazonaws:aws-java-sdk-sts 1.12.3 (1.12.3) "old = \\"com.amazonaws:aws-java-sdk-sts:1.12.3\\""',
      ],
    },
    {
      name: 'a lock file',
      path: 'gradle.lockfile',
      text: '# comment\nsoftware.amazon.awssdk:sts:2.20.0=compileClasspath,runtimeClasspath\n',
      found: ['aws-sdk-java-v2 software.amazon.awssdk:sts 2.20.0 "software.amazon.awssdk:sts:2.20.0"'],
    },
  ])('$name', async ({path, text, found}) => {
    expect(await detect({path, text})).toEqual(found)
  })

  test('the script above has the version', async () => {
    const found = await detect(
      {path: 'build.gradle', text: "ext {\n  aws = '2.18.0'\n}\n"},
      {path: 'app/build.gradle', text: 'x "software.amazon.awssdk:sts:${rootProject.ext.aws}"'},
    )
    expect(found).toEqual([expect.stringMatching(/ 2\.18\.0 /)])
    expect(manifestPrefilter(table)('build.gradle')?.test("ext.aws = '2.18.0'")).toBe(true)
  })

  test('gradle.properties above has the version', async () => {
    const build = 'implementation("software.amazon.awssdk:sts:${property.awsVersion}")'
    expect(
      await detect(
        {path: 'gradle.properties', text: 'awsVersion = 2.18.0\n'},
        {path: 'app/build.gradle.kts', text: build},
      ),
    ).toEqual([
      'aws-sdk-java-v2 software.amazon.awssdk:sts 2.18.0 (2.18.0) "software.amazon.awssdk:sts:${property.awsVersion}"',
    ])
  })
})
