# Says what aws-sdk-core really calls: reads inputs as JSON, prints one answer per input. Nothing leaves the process.
require 'json'
require 'tmpdir'
require 'aws-sdk-core'

if ARGV[0] == '--version'
  puts Aws::CORE_GEM_VERSION
  exit
end

KEPT = ENV.slice('PATH').freeze

def enter(input, home)
  ENV.replace(KEPT.merge('HOME' => home, 'AWS_EC2_METADATA_DISABLED' => 'true', 'AWS_ACCESS_KEY_ID' => 'AKIDEXAMPLE',
                         'AWS_SECRET_ACCESS_KEY' => 'example').merge(input['env'] || {}))
  Dir.mkdir(File.join(home, '.aws'))
  %w[config credentials].each do |name|
    File.binwrite(File.join(home, '.aws', name), input[name]) unless input[name].nil?
  end
  # What the gem does when it is loaded.
  Aws.shared_config.fresh(config_enabled: ENV['AWS_SDK_CONFIG_OPT_OUT'] ? false : true)
end

OPTIONS = { 'region' => :region, 'endpoint' => :endpoint, 'mode' => :sts_regional_endpoints, 'profile' => :profile }.freeze

def call(params)
  given = (params || {}).to_h { |name, value| [OPTIONS.fetch(name), value] }
  seen = nil
  client = Aws::STS::Client.new(given.merge(retry_limit: 0))
  client.handle(step: :send) do |context|
    seen = context.http_request
    context.http_response.signal_done(status_code: 200, headers: {}, body: '<a/>')
    Seahorse::Client::Response.new(context: context)
  end
  client.get_caller_identity
  scope = %r{Credential=[^/]+/\d+/([^/]*)/}.match(seen.headers['authorization'])
  { endpoint: seen.endpoint.to_s.delete_suffix('/'), signingRegion: scope && scope[1] }
end

# A process each: the gem keeps what it has read.
answers = JSON.parse($stdin.read).map do |input|
  reader, writer = IO.pipe
  pid = fork do
    reader.close
    Dir.mktmpdir do |home|
      answer = begin
        enter(input, home)
        call(input['params'])
      rescue StandardError, NotImplementedError => e
        { error: e.class.name, message: e.message }
      end
      writer.write(JSON.generate(answer))
    end
    writer.close
    exit!(0)
  end
  writer.close
  text = reader.read
  Process.wait(pid)
  JSON.parse(text)
end
puts JSON.generate(answers)
