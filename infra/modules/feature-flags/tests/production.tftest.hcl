mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name                     = "switchboard"
  environment              = "prod"
  is_production            = true
  kms_key_arn              = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  permissions_boundary_arn = "arn:aws:iam::123456789012:policy/switchboard-boundary"
  flags = {
    spokenByVoice = { description = "Says vanity numbers in another voice." }
    textMessage   = { description = "Offers to send the numbers as a message." }
  }
}

run "every_flag_is_off_by_default" {
  assert {
    condition     = alltrue([for value in values(jsondecode(nonsensitive(aws_appconfig_hosted_configuration_version.flags.content)).values) : !value.enabled])
    error_message = "A flag is on in production that was not turned on."
  }

  assert {
    condition     = length(output.flags_on) == 0
    error_message = "flags_on names a flag that was not turned on."
  }
}

run "a_flag_that_is_not_released_is_refused" {
  command = plan

  variables {
    flags = {
      spokenByVoice = { description = "Says vanity numbers in another voice.", enabled = true }
    }
  }

  expect_failures = [var.flags]
}

run "the_release_of_another_flag_is_not_enough" {
  command = plan

  variables {
    flags = {
      spokenByVoice = { description = "Says vanity numbers in another voice.", enabled = true }
      textMessage   = { description = "Offers to send the numbers as a message.", enabled = true }
    }
    released = ["textMessage"]
  }

  expect_failures = [var.flags]
}

run "a_released_flag_may_be_on" {
  variables {
    flags = {
      spokenByVoice = { description = "Says vanity numbers in another voice." }
      textMessage   = { description = "Offers to send the numbers as a message.", enabled = true }
    }
    released = ["textMessage"]
  }

  assert {
    condition     = output.flags_on == tolist(["textMessage"])
    error_message = "The released flag must be on, and no other."
  }
}

run "a_released_flag_may_be_off" {
  variables {
    released = ["textMessage"]
  }

  assert {
    condition     = length(output.flags_on) == 0
    error_message = "A release alone turns nothing on."
  }
}

run "the_release_of_no_flag_is_refused" {
  command = plan

  variables {
    released = ["textMesage"]
  }

  expect_failures = [var.flags]
}

run "a_change_is_gradual" {
  assert {
    condition = (
      aws_appconfig_deployment_strategy.gradual.growth_type == "LINEAR" &&
      aws_appconfig_deployment_strategy.gradual.growth_factor == 20 &&
      aws_appconfig_deployment_strategy.gradual.deployment_duration_in_minutes == 10 &&
      aws_appconfig_deployment_strategy.gradual.final_bake_time_in_minutes == 10
    )
    error_message = "A change must reach a fifth at a time over ten minutes, and be watched for ten."
  }
}

run "all_at_once_is_refused" {
  command = plan

  variables {
    rollout = { minutes = 0, step_percent = 100, bake_minutes = 0 }
  }

  expect_failures = [var.rollout]
}

run "all_at_once_is_fine_elsewhere" {
  variables {
    environment   = "sandbox"
    is_production = false
    rollout       = { minutes = 0, step_percent = 100, bake_minutes = 0 }
  }

  assert {
    condition     = aws_appconfig_deployment_strategy.gradual.growth_factor == 100 && aws_appconfig_deployment_strategy.gradual.deployment_duration_in_minutes == 0
    error_message = "The strategy does not follow rollout."
  }
}

run "more_than_a_day_is_refused" {
  command = plan

  variables {
    rollout = { minutes = 1441 }
  }

  expect_failures = [var.rollout]
}
