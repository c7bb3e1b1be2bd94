mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name                     = "synthetic-probe"
  api_endpoint             = "https://api.example.com/"
  api_execution_arn        = "arn:aws:execute-api:us-east-1:123456789012:abcde12345"
  phone_number             = "+12025550143"
  failure_alarm_name       = "synthetic-probe-unhealthy"
  permissions_boundary_arn = "arn:aws:iam::123456789012:policy/switchboard-boundary"
  kms_key_arn              = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  log_retention_days       = 30
  alarm_actions            = ["arn:aws:sns:us-east-1:123456789012:switchboard-alarms"]

  artifact = {
    bucket      = "example-artifacts"
    key         = "lambda/0123456789abcdef0123456789abcdef01234567/synthetic-probe.zip"
    code_sha256 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
  }

  convert_function = {
    function_name = "vanity-convert"
    alias_name    = "live"
    alias_arn     = "arn:aws:lambda:us-east-1:123456789012:function:vanity-convert:live"
  }
}

override_module {
  target = module.probe
  outputs = {
    function_name      = "synthetic-probe"
    alias_arn          = "arn:aws:lambda:us-east-1:123456789012:function:synthetic-probe:live"
    log_group_name     = "/aws/lambda/synthetic-probe"
    failure_queue_arn  = "arn:aws:sqs:us-east-1:123456789012:synthetic-probe-failures"
    failure_queue_name = "synthetic-probe-failures"
  }
}

# How it is run, as which role and with which key is tested with the module schedule.
run "runs_the_probes_alias_every_minute" {
  assert {
    condition     = module.schedule.schedule.name == "synthetic-probe" && module.schedule.schedule.schedule_expression == "rate(1 minute)"
    error_message = "The alarm counts in minutes by default."
  }

  assert {
    condition = (
      module.schedule.schedule.target_arn == "arn:aws:lambda:us-east-1:123456789012:function:synthetic-probe:live" &&
      jsondecode(module.schedule.schedule.input) == { source = "switchboard.schedule" }
    )
    error_message = "The schedule invokes the probe's alias."
  }
}

run "keeps_what_could_not_be_started_within_a_minute" {
  assert {
    condition = (
      module.schedule.schedule.retry_policy == { maximum_event_age_seconds = 60, maximum_attempts = 2 } &&
      module.schedule.schedule.dead_letter_queue_arn == "arn:aws:sqs:us-east-1:123456789012:synthetic-probe-failures"
    )
    error_message = "A run that is late is given up, and kept."
  }
}
