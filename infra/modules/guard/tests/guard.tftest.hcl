variables {
  environment       = "prod"
  account_id        = "111122223333"
  actual_account_id = "111122223333"
  expected_region   = "us-east-1"
  actual_region     = "us-east-1"
  release_sha       = "0123456789abcdef0123456789abcdef01234567"
  release_tag       = "v1.2.3"
}

run "prod_allows_nothing" {
  assert {
    condition = {
      environment                    = output.environment
      is_production                  = output.is_production
      allows_chaos                   = output.allows_chaos
      allows_self_signed_certificate = output.allows_self_signed_certificate
      allows_console_changes         = output.allows_console_changes
      } == {
      environment                    = "prod"
      is_production                  = true
      allows_chaos                   = false
      allows_self_signed_certificate = false
      allows_console_changes         = false
    }
    error_message = "Prod is production and allows nothing."
  }
}

run "uat_allows_chaos_only" {
  variables {
    environment = "uat"
  }

  assert {
    condition = {
      environment                    = output.environment
      is_production                  = output.is_production
      allows_chaos                   = output.allows_chaos
      allows_self_signed_certificate = output.allows_self_signed_certificate
      allows_console_changes         = output.allows_console_changes
      } == {
      environment                    = "uat"
      is_production                  = false
      allows_chaos                   = true
      allows_self_signed_certificate = false
      allows_console_changes         = false
    }
    error_message = "Uat allows faults, and no more."
  }
}

run "sit_allows_chaos_only" {
  variables {
    environment = "sit"
  }

  assert {
    condition = {
      environment                    = output.environment
      is_production                  = output.is_production
      allows_chaos                   = output.allows_chaos
      allows_self_signed_certificate = output.allows_self_signed_certificate
      allows_console_changes         = output.allows_console_changes
      } == {
      environment                    = "sit"
      is_production                  = false
      allows_chaos                   = true
      allows_self_signed_certificate = false
      allows_console_changes         = false
    }
    error_message = "Sit allows faults, and no more."
  }
}

run "dev_allows_self_signed_certificates" {
  variables {
    environment = "dev"
  }

  assert {
    condition = {
      environment                    = output.environment
      is_production                  = output.is_production
      allows_chaos                   = output.allows_chaos
      allows_self_signed_certificate = output.allows_self_signed_certificate
      allows_console_changes         = output.allows_console_changes
      } == {
      environment                    = "dev"
      is_production                  = false
      allows_chaos                   = true
      allows_self_signed_certificate = true
      allows_console_changes         = false
    }
    error_message = "Dev allows faults and self-signed certificates, and no changes by hand."
  }
}

run "sandbox_allows_everything" {
  variables {
    environment = "sandbox"
  }

  assert {
    condition = {
      environment                    = output.environment
      is_production                  = output.is_production
      allows_chaos                   = output.allows_chaos
      allows_self_signed_certificate = output.allows_self_signed_certificate
      allows_console_changes         = output.allows_console_changes
      } == {
      environment                    = "sandbox"
      is_production                  = false
      allows_chaos                   = true
      allows_self_signed_certificate = true
      allows_console_changes         = true
    }
    error_message = "The sandbox is for experiments."
  }
}

run "tooling_allows_nothing" {
  variables {
    environment = "tooling"
  }

  assert {
    condition = {
      environment                    = output.environment
      is_production                  = output.is_production
      allows_chaos                   = output.allows_chaos
      allows_self_signed_certificate = output.allows_self_signed_certificate
      allows_console_changes         = output.allows_console_changes
      } == {
      environment                    = "tooling"
      is_production                  = false
      allows_chaos                   = false
      allows_self_signed_certificate = false
      allows_console_changes         = false
    }
    error_message = "Everybody's pipelines run in tooling: it is not production and allows nothing."
  }
}

run "refuses_another_environment" {
  command = plan

  variables {
    environment = "staging"
  }

  expect_failures = [var.environment]
}

run "refuses_a_malformed_account" {
  command = plan

  variables {
    account_id        = "1111-2222-3333"
    actual_account_id = "1111-2222-3333"
  }

  expect_failures = [var.account_id]
}

run "refuses_the_wrong_account" {
  command = plan

  variables {
    actual_account_id = "222233334444"
  }

  expect_failures = [var.actual_account_id]
}

run "refuses_a_malformed_region" {
  command = plan

  variables {
    expected_region = "Virginia"
    actual_region   = "Virginia"
  }

  expect_failures = [var.expected_region]
}

run "refuses_the_wrong_region" {
  command = plan

  variables {
    actual_region = "eu-central-1"
  }

  expect_failures = [var.actual_region]
}

run "takes_regions_with_long_names" {
  variables {
    expected_region = "us-gov-west-1"
    actual_region   = "us-gov-west-1"
  }

  assert {
    condition     = output.environment == "prod"
    error_message = "A region name of four parts is a region too."
  }
}
