"""Says what botocore really calls: reads inputs as JSON, prints one answer per input. Nothing leaves the process.

A Session is made per input; the request is taken at `before-send`, which answers in place of the network.
"""

import json
import os
import re
import sys
import tempfile

KEPT = {name: os.environ[name] for name in ('PATH', 'PYTHONPATH') if name in os.environ}
if sys.argv[1] == 'awscli':
    # Loading it says where its data is, in a variable.
    import awscli

    KEPT['AWS_DATA_PATH'] = os.environ['AWS_DATA_PATH']
ANSWER = (
    b'<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>a</Arn><UserId>u</UserId><Account>1</Account>'
    b'</GetCallerIdentityResult></GetCallerIdentityResponse>'
)


def enter(case, home):
    """The environment and files of one input, and nothing else."""
    os.environ.clear()
    os.environ.update(KEPT)
    os.environ.update(
        HOME=home, AWS_EC2_METADATA_DISABLED='true', AWS_ACCESS_KEY_ID='AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY='example'
    )
    os.environ.update(case.get('env', {}))
    os.makedirs(os.path.join(home, '.aws'))
    for name in ('config', 'credentials'):
        if case.get(name) is not None:
            with open(os.path.join(home, '.aws', name), 'w', encoding='utf-8', newline='') as file:
                file.write(case[name])


def share_loader(loaders):
    """Sessions ask for a loader of the SDK's data; reading that data anew for each would take most of the time."""
    shared = loaders.create_loader(os.environ.get('AWS_DATA_PATH'))
    loaders.create_loader = lambda search_path_string=None: shared


def describe(request):
    header = request.headers.get('Authorization')
    text = header.decode() if isinstance(header, bytes) else str(header)
    scope = re.search(r'Credential=[^/]+/\d+/([^/]*)/', text)
    return {'endpoint': request.url.rstrip('/'), 'signingRegion': scope.group(1) if scope else None}


def capture(session_events, response_class, seen):
    def answer(request, **_):
        seen.append(describe(request))
        response = response_class(request.url, 200, {}, None)
        response._content = ANSWER
        return response

    session_events('before-send', answer)


def run_botocore(case):
    import botocore.awsrequest
    import botocore.session

    seen = []
    session = botocore.session.Session()
    params = case.get('params') or {}
    if 'mode' in params:
        session.set_config_variable('sts_regional_endpoints', params['mode'])
    if 'profile' in params:
        session.set_config_variable('profile', params['profile'])
    capture(session.register, botocore.awsrequest.AWSResponse, seen)
    client = session.create_client('sts', endpoint_url=params.get('endpoint'), region_name=params.get('region'))
    client.get_caller_identity()
    return seen[0]


def run_awscli(case):
    import contextlib
    import io

    from awscli.clidriver import create_clidriver

    if awscli.__version__.startswith('1.'):
        from botocore.awsrequest import AWSResponse
    else:
        from awscli.botocore.awsrequest import AWSResponse
    seen = []
    params = case.get('params') or {}
    words = ['sts', 'get-caller-identity', '--output', 'json']
    for flag, name in (('--endpoint-url', 'endpoint'), ('--region', 'region'), ('--profile', 'profile')):
        if name in params:
            words += [flag, params[name]]
    printed = io.StringIO()
    with contextlib.redirect_stderr(printed), contextlib.redirect_stdout(io.StringIO()):
        try:
            driver = create_clidriver()
            capture(driver.session.register, AWSResponse, seen)
            code = driver.main(words)
        except SystemExit as stopped:
            code = stopped.code
    if seen:
        return seen[0]
    raise RuntimeError(printed.getvalue().strip() or f'exit {code}')


def loaders_of(kind):
    """AWS CLI v2 carries a botocore of its own."""
    import importlib

    if kind == 'awscli' and not awscli.__version__.startswith('1.'):
        return importlib.import_module('awscli.botocore.loaders')
    return importlib.import_module('botocore.loaders')


def version(kind):
    if kind == 'botocore':
        import botocore

        return botocore.__version__
    return awscli.__version__


def main():
    kind = sys.argv[1]
    run = run_botocore if kind == 'botocore' else run_awscli
    if sys.argv[2:] == ['--version']:
        print(version(kind))
        return
    share_loader(loaders_of(kind))
    answers = []
    for case in json.load(sys.stdin):
        with tempfile.TemporaryDirectory() as home:
            enter(case, home)
            try:
                answers.append(run(case))
            except Exception as error:
                answers.append({'error': type(error).__name__, 'message': str(error)})
    json.dump(answers, sys.stdout)


main()
