mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  alias               = "example-switchboard"
  identity_management = "SAML"
  phone_number        = { country_code = "US", type = "TOLL_FREE" }
  contact_flow_logs   = false
  kms_key_arn         = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
}

run "claims_one" {
  command = plan

  assert {
    condition = (
      length(aws_connect_phone_number.this) == 1 &&
      aws_connect_phone_number.this[0].country_code == "US" &&
      aws_connect_phone_number.this[0].type == "TOLL_FREE"
    )
    error_message = "one number of the country and type is claimed"
  }
  assert {
    condition     = aws_ssm_parameter.phone_number_id.name == "/switchboard/connect/phone-number-id" && aws_ssm_parameter.phone_number_id.type == "String"
    error_message = "the root of the releases finds the number by this parameter"
  }
  assert {
    condition     = length(aws_connect_phone_number.this) == 1 && strcontains(file("phone-number.tf"), "prevent_destroy = true")
    error_message = "a released number may be gone"
  }
  # The instance's ARN is not known before it is made, and this test cannot make it.
  assert {
    condition     = length(aws_connect_phone_number.this) == 1 && can(regex("target_arn += aws_connect_instance.this.arn", file("phone-number.tf")))
    error_message = "the number is claimed for this instance"
  }
}

run "adopts_one" {
  command = plan

  variables {
    phone_number = {
      country_code = "US"
      type         = "TOLL_FREE"
      adopt_arn    = "arn:aws:connect:us-east-1:123456789012:phone-number/99999999-8888-7777-6666-555555555555"
    }
  }

  assert {
    condition     = length(aws_connect_phone_number.this) == 0
    error_message = "an adopted number is not claimed again"
  }
  assert {
    condition = (
      output.phone_number_id == "99999999-8888-7777-6666-555555555555" &&
      output.phone_number_arn == var.phone_number.adopt_arn &&
      nonsensitive(aws_ssm_parameter.phone_number_id.value) == "99999999-8888-7777-6666-555555555555"
    )
    error_message = "the output is the adopted number"
  }
}

run "refuses_a_number_of_another_account" {
  command = plan

  variables {
    phone_number = {
      country_code = "US"
      type         = "DID"
      adopt_arn    = "arn:aws:connect:us-east-1:111122223333:phone-number/99999999-8888-7777-6666-555555555555"
    }
  }

  expect_failures = [aws_ssm_parameter.phone_number_id]
}

run "refuses_a_number_of_another_region" {
  command = plan

  variables {
    phone_number = {
      country_code = "US"
      type         = "DID"
      adopt_arn    = "arn:aws:connect:us-west-2:123456789012:phone-number/99999999-8888-7777-6666-555555555555"
    }
  }

  expect_failures = [aws_ssm_parameter.phone_number_id]
}

run "refuses_a_number_in_place_of_its_arn" {
  command = plan

  variables {
    phone_number = { country_code = "US", type = "DID", adopt_arn = "+15550100" }
  }

  expect_failures = [var.phone_number]
}

run "refuses_a_country_by_its_dialling_code" {
  command = plan

  variables {
    phone_number = { country_code = "+1", type = "DID" }
  }

  expect_failures = [var.phone_number]
}

run "refuses_an_unknown_type" {
  command = plan

  variables {
    phone_number = { country_code = "US", type = "MOBILE" }
  }

  expect_failures = [var.phone_number]
}
