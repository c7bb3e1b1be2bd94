mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name                     = "switchboard"
  environment              = "dev"
  is_production            = false
  kms_key_arn              = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  permissions_boundary_arn = "arn:aws:iam::123456789012:policy/switchboard-boundary"
  flags = {
    spokenByVoice = { description = "Says vanity numbers in another voice.", enabled = true }
    textMessage   = { description = "Offers to send the numbers as a message." }
  }
}

run "flags_are_off_unless_turned_on" {
  assert {
    condition = jsondecode(nonsensitive(aws_appconfig_hosted_configuration_version.flags.content)) == {
      version = "1"
      flags = {
        spokenByVoice = { name = "spokenByVoice", description = "Says vanity numbers in another voice." }
        textMessage   = { name = "textMessage", description = "Offers to send the numbers as a message." }
      }
      values = {
        spokenByVoice = { enabled = true }
        textMessage   = { enabled = false }
      }
    }
    error_message = "The content is not the flags as AppConfig takes them."
  }

  assert {
    condition     = output.flags_on == tolist(["spokenByVoice"])
    error_message = "flags_on must list the flags that are on."
  }
}

run "everything_belongs_together" {
  assert {
    condition = alltrue([
      for id in [
        aws_appconfig_configuration_profile.flags.application_id,
        aws_appconfig_hosted_configuration_version.flags.application_id,
        aws_appconfig_environment.this.application_id,
        aws_appconfig_deployment.flags.application_id,
      ] : id == "abc1234"
    ])
    error_message = "Something belongs to another application."
  }

  assert {
    condition = alltrue([
      for id in [
        aws_appconfig_hosted_configuration_version.flags.configuration_profile_id,
        aws_appconfig_deployment.flags.configuration_profile_id,
      ] : id == "ghi9012"
    ])
    error_message = "The version, or its deployment, is of another profile."
  }

  assert {
    condition = [
      aws_appconfig_deployment.flags.environment_id,
      aws_appconfig_deployment.flags.configuration_version,
      aws_appconfig_deployment.flags.deployment_strategy_id,
    ] == ["def5678", "7", "jkl3456"]
    error_message = "Another version, environment or strategy is deployed."
  }

  assert {
    condition     = aws_appconfig_configuration_profile.flags.type == "AWS.AppConfig.FeatureFlags" && aws_appconfig_configuration_profile.flags.location_uri == "hosted"
    error_message = "The profile must be one of feature flags that AppConfig hosts."
  }

  assert {
    condition     = aws_appconfig_configuration_profile.flags.kms_key_identifier == var.kms_key_arn && aws_appconfig_deployment.flags.kms_key_identifier == var.kms_key_arn
    error_message = "Flags must be encrypted with the given key, stored and deployed."
  }

  assert {
    condition     = output.configuration_arn == "arn:aws:appconfig:us-east-1:123456789012:application/abc1234/environment/def5678/configuration/ghi9012"
    error_message = "configuration_arn is not what a reader's policy must name."
  }
}

run "a_changed_flag_is_a_new_version" {
  variables {
    flags = {
      spokenByVoice = { description = "Says vanity numbers in another voice." }
    }
  }

  assert {
    condition     = jsondecode(nonsensitive(aws_appconfig_hosted_configuration_version.flags.content)).values == { spokenByVoice = { enabled = false } }
    error_message = "The change did not reach the content: it is ignored, as the times are that AppConfig adds."
  }
}

run "no_flags_at_all" {
  variables {
    flags = {}
  }

  assert {
    condition     = nonsensitive(aws_appconfig_hosted_configuration_version.flags.content) == "{\"flags\":{},\"values\":{},\"version\":\"1\"}"
    error_message = "Without flags, the content is empty."
  }
}

run "a_key_that_appconfig_does_not_take_is_refused" {
  command = plan

  variables {
    flags = { "Text message" = { description = "Offers to send the numbers as a message." } }
  }

  expect_failures = [var.flags]
}

run "a_flag_that_does_not_say_what_it_is_for_is_refused" {
  command = plan

  variables {
    flags = { textMessage = { description = " " } }
  }

  expect_failures = [var.flags]
}

run "the_alias_of_a_key_is_refused" {
  command = plan

  variables {
    kms_key_arn = "arn:aws:kms:us-east-1:123456789012:alias/switchboard"
  }

  expect_failures = [var.kms_key_arn]
}

run "a_boundary_that_is_none_is_refused" {
  command = plan

  variables {
    permissions_boundary_arn = "switchboard-boundary"
  }

  expect_failures = [var.permissions_boundary_arn]
}
