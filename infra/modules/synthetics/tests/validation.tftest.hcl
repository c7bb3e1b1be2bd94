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

run "refuses_a_name_that_is_none" {
  command = plan

  variables {
    name = "Synthetic Probe"
  }

  expect_failures = [var.name]
}

run "refuses_an_api_without_tls" {
  command = plan

  variables {
    api_endpoint = "http://api.example.com"
  }

  expect_failures = [var.api_endpoint]
}

run "refuses_an_api_with_a_query" {
  command = plan

  variables {
    api_endpoint = "https://api.example.com/?stage=live"
  }

  expect_failures = [var.api_endpoint]
}

run "refuses_an_execution_arn_with_a_stage" {
  command = plan

  variables {
    api_execution_arn = "arn:aws:execute-api:us-east-1:123456789012:abcde12345/*"
  }

  expect_failures = [var.api_execution_arn]
}

run "refuses_an_api_that_the_probe_may_not_call" {
  command = plan

  variables {
    api_execution_arn = null
  }

  expect_failures = [var.api_execution_arn]
}

run "refuses_an_open_api" {
  command = plan

  variables {
    api_authorization = "NONE"
  }

  expect_failures = [var.api_authorization]
}

run "refuses_a_number_that_is_not_e164" {
  command = plan

  variables {
    phone_number = "202 555 0143"
  }

  expect_failures = [var.phone_number]
}

run "refuses_a_country_code_of_0" {
  command = plan

  variables {
    phone_number = "+0202555014"
  }

  expect_failures = [var.phone_number]
}

run "refuses_a_rate_that_scheduler_does_not_know" {
  command = plan

  variables {
    schedule = "rate(1 minutes)"
  }

  expect_failures = [var.schedule]
}

run "refuses_a_rate_of_hours" {
  command = plan

  variables {
    schedule = "rate(2 hours)"
  }

  expect_failures = [var.schedule]
}

run "refuses_a_cron_expression" {
  command = plan

  variables {
    schedule = "cron(* * * * ? *)"
  }

  expect_failures = [var.schedule]
}

run "refuses_an_arn_of_an_alarm" {
  command = plan

  variables {
    failure_alarm_name = "arn:aws:cloudwatch:us-east-1:123456789012:alarm:a"
  }

  expect_failures = [var.failure_alarm_name]
}

run "refuses_a_probe_that_never_runs" {
  command = plan

  variables {
    reserved_concurrency = 0
  }

  expect_failures = [var.reserved_concurrency]
}

run "refuses_a_boundary_that_is_none" {
  command = plan

  variables {
    permissions_boundary_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
  }

  expect_failures = [var.permissions_boundary_arn]
}

run "refuses_an_alias_of_a_key" {
  command = plan

  variables {
    kms_key_arn = "arn:aws:kms:us-east-1:123456789012:alias/switchboard"
  }

  expect_failures = [var.kms_key_arn]
}

run "refuses_a_retention_that_logs_do_not_know" {
  command = plan

  variables {
    log_retention_days = 31
  }

  expect_failures = [var.log_retention_days]
}

run "refuses_an_action_that_is_no_topic" {
  command = plan

  variables {
    alarm_actions = ["operations@example.com"]
  }

  expect_failures = [var.alarm_actions]
}

run "refuses_a_function_without_its_alias" {
  command = plan

  variables {
    convert_function = {
      function_name = "vanity-convert"
      alias_name    = "live"
      alias_arn     = "arn:aws:lambda:us-east-1:123456789012:function:vanity-convert"
    }
  }

  expect_failures = [var.convert_function]
}

run "refuses_an_arn_for_a_name" {
  command = plan

  variables {
    convert_function = {
      function_name = "arn:aws:lambda:us-east-1:123456789012:function:vanity-convert"
      alias_name    = "live"
      alias_arn     = "arn:aws:lambda:us-east-1:123456789012:function:vanity-convert:live"
    }
  }

  expect_failures = [var.convert_function]
}

run "refuses_a_caller_without_a_function" {
  command = plan

  variables {
    api_endpoint     = null
    convert_function = null
  }

  expect_failures = [var.convert_function]
}

run "refuses_to_look_up_what_nobody_called" {
  command = plan

  variables {
    convert_function = null
    phone_number     = null
  }

  expect_failures = [var.convert_function]
}

run "refuses_a_path_of_the_approval_pages" {
  command = plan

  variables {
    approvals_url = "https://approve.example.com/approvals"
  }

  expect_failures = [var.approvals_url]
}

run "refuses_a_function_that_it_has_no_trial_for" {
  command = plan

  variables {
    tried_functions = ["vanity-convert", "storefront"]
  }

  expect_failures = [var.tried_functions]
}

run "refuses_the_trial_of_a_call_where_nobody_calls" {
  command = plan

  variables {
    api_endpoint     = null
    convert_function = null
    phone_number     = null
    tried_functions  = ["vanity-convert"]
  }

  expect_failures = [var.tried_functions]
}

run "refuses_to_turn_a_hook_away" {
  command = plan

  variables {
    tried_functions      = ["vanity-convert", "vanity-lookup", "synthetic-probe"]
    reserved_concurrency = 3
  }

  expect_failures = [var.reserved_concurrency]
}
