mock_provider "aws" {
  source = "../../tests/mocks"
}

# Planned, not applied: prevent_destroy would refuse to clean up.

run "key" {
  command = plan

  variables {
    name = "switchboard"
  }

  assert {
    condition     = aws_kms_key.this.enable_key_rotation
    error_message = "the key is to be rotated every year"
  }
  assert {
    condition     = aws_kms_key.this.deletion_window_in_days == 30
    error_message = "a deletion that was a mistake must be seen in time: 30 days are the longest there is"
  }
  assert {
    condition     = aws_kms_alias.this.name == "alias/switchboard" && output.alias_name == "alias/switchboard"
    error_message = "roots find the key by the alias"
  }
  assert {
    condition     = aws_kms_key.this.is_enabled != false && strcontains(file("main.tf"), "prevent_destroy = true")
    error_message = "the key must outlive every plan"
  }
}

run "refuses_an_alias_with_its_prefix" {
  command = plan

  variables {
    name = "alias/switchboard"
  }

  expect_failures = [var.name]
}

run "refuses_a_name_that_amazon_keeps" {
  command = plan

  variables {
    name = "aws-switchboard"
  }

  expect_failures = [var.name]
}

run "refuses_a_reader_with_a_wildcard" {
  command = plan

  variables {
    name             = "switchboard"
    reader_role_arns = ["arn:aws:iam::111122223333:role/*"]
  }

  expect_failures = [var.reader_role_arns]
}

run "refuses_a_whole_account_as_reader" {
  command = plan

  variables {
    name             = "switchboard"
    reader_role_arns = ["arn:aws:iam::111122223333:root"]
  }

  expect_failures = [var.reader_role_arns]
}
