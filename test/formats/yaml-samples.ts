/** Files as people write them, one per tool. */

export const DEPLOYMENT = `# Reader of the queue.
apiVersion: apps/v1
kind: Deployment
metadata:
  name: reader
  annotations:
    eks.amazonaws.com/sts-regional-endpoints: "true"
spec:
  replicas: 2
  template:
    spec:
      serviceAccountName: reader
      containers:
        - name: reader
          image: registry.example.net/reader:1.4.0@sha256:0123456789abcdef
          command: ["/bin/sh", "-c"]
          args:
          - |
            export AWS_STS_REGIONAL_ENDPOINTS=regional
            exec /reader --region=\${AWS_REGION}
          env:
            - name: AWS_REGION
              value: "eu-west-1"  # home
            - name: AWS_ENDPOINT_URL_STS
              value: "https://sts.amazonaws.com"
            - name: POD
              valueFrom: {fieldRef: {fieldPath: metadata.name}}
          envFrom:
            - configMapRef: {name: reader-env, optional: true}
          resources:
            limits: {cpu: 500m, memory: 128Mi}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: reader-env}
data:
  AWS_STS_REGIONAL_ENDPOINTS: legacy
  config: |
    [default]
    region = eu-west-1
    sts_regional_endpoints = legacy

  empty: ""
`

export const COMPOSE = `x-aws: &aws
  AWS_REGION: eu-west-1
  AWS_STS_REGIONAL_ENDPOINTS: legacy # old

x-logging: &logging
  driver: json-file
  options: {max-size: "10m", max-file: "3"}

services:
  api:
    image: api:\${TAG:-latest}
    environment:
      <<: *aws
      PORT: 8080
      DEBUG: 'false'
      EMPTY:
    logging: *logging
    ports:
      - "8080:8080"
      - 9000:9000
    healthcheck:
      test: ["CMD", "curl", "-f", "http://localhost:8080/health"]
      interval: 30s

  worker:
    extends: {service: api}
    environment:
    - AWS_REGION=us-east-1
    - AWS_ENDPOINT_URL_STS=https://sts.amazonaws.com
    env_file: [.env, worker.env]
    logging:
      <<: *logging
      driver: local
`

export const WORKFLOW = `name: release
on:
  push:
    branches: [main]
  workflow_dispatch:

permissions:
  id-token: write

env:
  AWS_REGION: us-east-1

jobs:
  deploy:
    runs-on: \${{ matrix.os }}
    strategy:
      matrix:
        os: [ubuntu-latest, windows-latest]
    env:
      AWS_STS_REGIONAL_ENDPOINTS: legacy
      TABLE: \${{ vars.TABLE || 'events' }}
    steps:
      - uses: actions/checkout@v4
      - uses: aws-actions/configure-aws-credentials@v4 # pinned elsewhere
        with:
          role-to-assume: \${{ secrets.ROLE }}
          aws-region: eu-west-1
          audience: sts.amazonaws.com
      - name: Who am I
        if: github.ref == 'refs/heads/main' && !cancelled()
        run: |
          aws sts get-caller-identity \\
            --endpoint-url https://sts.amazonaws.com
          docker ps --format '{{.ID}}'
        env:
          AWS_ENDPOINT_URL_STS: "https://sts.amazonaws.com"
      - run: echo done
`

export const CLOUDFORMATION = `AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Parameters:
  Stage: {Type: String, Default: dev}
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
Globals:
  Function:
    Environment:
      Variables:
        AWS_STS_REGIONAL_ENDPOINTS: legacy
Resources:
  Reader:
    Type: AWS::Serverless::Function
    Properties:
      Handler: index.handler
      Runtime: python3.12
      Role: !GetAtt ReaderRole.Arn
      Environment:
        Variables:
          AWS_ENDPOINT_URL_STS: !Sub "https://sts.\${AWS::Region}.amazonaws.com"
          STATIC: !Sub 'https://sts.amazonaws.com'
          REGION: !Ref AWS::Region
          MODE: !If [IsProd, regional, legacy]
          JOINED:
            Fn::Join:
              - ''
              - - https://sts.
                - !Ref AWS::Region
          SHARED: !ImportValue
            Fn::Sub: '\${Stage}-endpoint'
  ReaderRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: lambda.amazonaws.com}
            Action: sts:AssumeRole
`

export const HELM = `{{- if .Values.enabled }}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "reader.fullname" . }}
  labels:
    {{- include "reader.labels" . | nindent 4 }}
spec:
  {{- if not .Values.autoscaling.enabled }}
  replicas: {{ .Values.replicaCount }}
  {{- end }}
  template:
    metadata:
      {{- with .Values.podAnnotations }}
      annotations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
    spec:
      {{- /* The account comes from values. */}}
      serviceAccountName: {{ include "reader.serviceAccountName" . }}
      containers:
        - name: {{ .Chart.Name }}
          image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
          args: ["--region={{ .Values.region }}", "--verbose"]
          env:
            - name: AWS_STS_REGIONAL_ENDPOINTS
              value: legacy
            - name: AWS_REGION
              value: {{ .Values.region | quote }}
            {{- range $name, $value := .Values.env }}
            - name: {{ $name }}
              value: {{ $value | quote }}
            {{- end }}
            {{- toYaml .Values.extraEnv | nindent 12 }}
          resources: {{- toYaml .Values.resources | nindent 12 }}
{{- end }}
`

export const GITLAB = `spec:
  inputs:
    region:
      default: eu-west-1
---
default:
  image: alpine:3.20

variables:
  AWS_REGION: $[[ inputs.region ]]
  AWS_STS_REGIONAL_ENDPOINTS: legacy
  AWS_ENDPOINT_URL_STS:
    value: https://sts.amazonaws.com
    description: "Where to ask"

.aws: &aws
  id_tokens:
    AWS_TOKEN:
      aud: sts.amazonaws.com
  before_script:
    - export AWS_ROLE_ARN=$ROLE
    - >
      aws sts get-caller-identity
      --region $AWS_REGION

deploy:
  <<: *aws
  stage: deploy
  script:
    - !reference [.setup, script]
    - |
      # not a comment of this file
      ./deploy.sh "$CI_COMMIT_SHA"
  rules:
    - if: $CI_COMMIT_BRANCH == "main"
      when: manual
`
