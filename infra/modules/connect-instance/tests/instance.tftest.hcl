mock_provider "aws" {
  source = "../../tests/mocks"
}

# Planned, not applied: prevent_destroy would refuse to clean up.

variables {
  alias               = "example-switchboard"
  identity_management = "SAML"
  phone_number        = { country_code = "US", type = "DID" }
  contact_flow_logs   = false
  kms_key_arn         = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
}

run "takes_calls_and_makes_none" {
  command = plan

  assert {
    condition     = aws_connect_instance.this.inbound_calls_enabled && !aws_connect_instance.this.outbound_calls_enabled
    error_message = "the instance takes calls, and makes none: outbound calls would let an intruder cause costs"
  }
  assert {
    condition     = aws_connect_instance.this.instance_alias == "example-switchboard" && aws_connect_instance.this.identity_management_type == "SAML"
    error_message = "alias and sign-in come from the variables"
  }
  assert {
    condition     = aws_connect_instance.this.early_media_enabled == false
    error_message = "early media is for outbound calls; left out, the provider turns it on"
  }
  assert {
    # By the resource's own attributes, so a new one of the provider is noticed.
    condition = alltrue([
      for name in keys(aws_connect_instance.this) : length(regexall("\\n  ${name} +=", file("main.tf"))) == 1 if endswith(name, "_enabled")
    ])
    error_message = "every attribute of the instance is stated: the provider sends its own defaults of the others"
  }
  assert {
    condition     = !aws_connect_instance.this.contact_lens_enabled && length(regexall("aws_connect_instance_storage_config", file("main.tf"))) == 0
    error_message = "nothing of a call is analysed or recorded"
  }
  assert {
    condition     = aws_connect_instance.this.multi_party_conference_enabled == false && length(regexall("prevent_destroy = true", file("main.tf"))) == 1
    error_message = "the instance must outlive every plan"
  }
}

run "logs_no_flows_unless_asked" {
  command = plan

  assert {
    condition     = !aws_connect_instance.this.contact_flow_logs_enabled && length(aws_cloudwatch_log_group.contact_flows) == 0
    error_message = "the log of flows holds callers' numbers: off unless asked"
  }
}

run "logs_flows_encrypted_and_with_an_end" {
  command = plan

  variables {
    contact_flow_logs  = true
    log_retention_days = 14
  }

  assert {
    condition     = aws_connect_instance.this.contact_flow_logs_enabled
    error_message = "logs were asked for"
  }
  assert {
    condition = (
      aws_cloudwatch_log_group.contact_flows[0].name == "/aws/connect/example-switchboard" &&
      aws_cloudwatch_log_group.contact_flows[0].retention_in_days == 14 &&
      aws_cloudwatch_log_group.contact_flows[0].kms_key_id == var.kms_key_arn
    )
    error_message = "the group has the name that Amazon Connect writes to, an end and the key"
  }
}

run "refuses_an_alias_that_amazon_refuses" {
  command = plan

  variables {
    alias = "d-switchboard"
  }

  expect_failures = [var.alias]
}

run "refuses_an_alias_that_is_too_long" {
  command = plan

  variables {
    alias = "example-switchboard-with-a-name-of-46-letters1"
  }

  expect_failures = [var.alias]
}

run "refuses_another_identity_management" {
  command = plan

  variables {
    identity_management = "EXISTING_DIRECTORY"
  }

  expect_failures = [var.identity_management]
}

run "refuses_to_keep_logs_for_ever" {
  command = plan

  variables {
    log_retention_days = 0
  }

  expect_failures = [var.log_retention_days]
}

run "refuses_the_id_of_a_key" {
  command = plan

  variables {
    kms_key_arn = "11111111-2222-3333-4444-555555555555"
  }

  expect_failures = [var.kms_key_arn]
}
