import type {Run} from '../resolve-run/run.js'

/** --client names one client: where that is AWS's, scopes of Alibaba Cloud's have those found for them. */
export function withAliyun(run: Run): Run {
  const {asked} = run.aliyun
  return {...run, aliyun: {...run.aliyun, asked: asked !== null && asked.length > 0 ? asked : null}}
}
