mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name                     = "synthetic-probe"
  description              = "Runs the probe."
  schedule_expression      = "rate(1 minute)"
  target_alias_arn         = "arn:aws:lambda:us-east-1:111122223333:function:synthetic-probe:live"
  input                    = "{\"source\":\"switchboard.schedule\"}"
  dead_letter_queue_arn    = "arn:aws:sqs:us-east-1:111122223333:synthetic-probe-failures"
  retry_policy             = { maximum_event_age_seconds = 90, maximum_attempts = 3 }
  kms_key_arn              = "arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-555555555555"
  permissions_boundary_arn = "arn:aws:iam::111122223333:policy/switchboard-boundary"
}

run "refuses_a_name_with_blanks" {
  command = plan

  variables {
    name = "Synthetic Probe"
  }

  expect_failures = [var.name]
}

run "refuses_a_name_too_long_for_its_role" {
  command = plan

  variables {
    name = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
  }

  expect_failures = [var.name]
}

run "refuses_no_description" {
  command = plan

  variables {
    description = ""
  }

  expect_failures = [var.description]
}

run "refuses_a_rate_of_1_minutes" {
  command = plan

  variables {
    schedule_expression = "rate(1 minutes)"
  }

  expect_failures = [var.schedule_expression]
}

run "refuses_a_rate_of_5_minute" {
  command = plan

  variables {
    schedule_expression = "rate(5 minute)"
  }

  expect_failures = [var.schedule_expression]
}

run "refuses_a_rate_of_0" {
  command = plan

  variables {
    schedule_expression = "rate(0 minutes)"
  }

  expect_failures = [var.schedule_expression]
}

run "refuses_a_cron_of_five_fields" {
  command = plan

  variables {
    schedule_expression = "cron(0 6 * * *)"
  }

  expect_failures = [var.schedule_expression]
}

run "refuses_a_single_time" {
  command = plan

  variables {
    schedule_expression = "at(2030-01-01T00:00:00)"
  }

  expect_failures = [var.schedule_expression]
}

run "refuses_a_function_without_its_alias" {
  command = plan

  variables {
    target_alias_arn = "arn:aws:lambda:us-east-1:111122223333:function:synthetic-probe"
  }

  expect_failures = [var.target_alias_arn]
}

run "refuses_a_version_of_a_function" {
  command = plan

  variables {
    target_alias_arn = "arn:aws:lambda:us-east-1:111122223333:function:synthetic-probe:7"
  }

  expect_failures = [var.target_alias_arn]
}

run "refuses_the_latest_version" {
  command = plan

  variables {
    target_alias_arn = "arn:aws:lambda:us-east-1:111122223333:function:synthetic-probe:$LATEST"
  }

  expect_failures = [var.target_alias_arn]
}

run "refuses_an_input_that_is_no_json" {
  command = plan

  variables {
    input = "source=schedule"
  }

  expect_failures = [var.input]
}

run "refuses_a_fifo_queue" {
  command = plan

  variables {
    dead_letter_queue_arn = "arn:aws:sqs:us-east-1:111122223333:failures.fifo"
  }

  expect_failures = [var.dead_letter_queue_arn]
}

run "refuses_a_topic_for_dead_letters" {
  command = plan

  variables {
    dead_letter_queue_arn = "arn:aws:sns:us-east-1:111122223333:failures"
  }

  expect_failures = [var.dead_letter_queue_arn]
}

run "refuses_less_than_a_minute_of_retries" {
  command = plan

  variables {
    retry_policy = { maximum_event_age_seconds = 59, maximum_attempts = 2 }
  }

  expect_failures = [var.retry_policy]
}

run "refuses_more_than_a_day_of_retries" {
  command = plan

  variables {
    retry_policy = { maximum_event_age_seconds = 86401, maximum_attempts = 2 }
  }

  expect_failures = [var.retry_policy]
}

run "refuses_too_many_retries" {
  command = plan

  variables {
    retry_policy = { maximum_event_age_seconds = 60, maximum_attempts = 186 }
  }

  expect_failures = [var.retry_policy]
}

run "refuses_half_a_retry" {
  command = plan

  variables {
    retry_policy = { maximum_event_age_seconds = 60, maximum_attempts = 1.5 }
  }

  expect_failures = [var.retry_policy]
}

run "refuses_an_alias_of_a_key" {
  command = plan

  variables {
    kms_key_arn = "arn:aws:kms:us-east-1:111122223333:alias/switchboard"
  }

  expect_failures = [var.kms_key_arn]
}

run "refuses_a_boundary_that_is_none" {
  command = plan

  variables {
    permissions_boundary_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
  }

  expect_failures = [var.permissions_boundary_arn]
}
