variables {
  environment       = "prod"
  account_id        = "111122223333"
  actual_account_id = "111122223333"
  expected_region   = "us-east-1"
  actual_region     = "us-east-1"
  release_sha       = "0123456789abcdef0123456789abcdef01234567"
  release_tag       = "v1.2.3"
}

run "prod_takes_a_release" {
  command = plan

  assert {
    condition     = output.environment == "prod" && output.is_production == true
    error_message = "Prod takes a commit with a release tag."
  }
}

run "prod_takes_a_configuration_without_artifacts" {
  command = plan

  variables {
    release_sha = null
    release_tag = null
  }

  assert {
    condition     = output.environment == "prod" && output.is_production == true
    error_message = "A configuration without artifacts needs no tag."
  }
}

run "prod_refuses_a_candidate" {
  command = plan

  variables {
    release_tag = "rc-2026-11-21"
  }

  expect_failures = [var.release_tag]
}

run "prod_refuses_an_untagged_commit" {
  command = plan

  variables {
    release_tag = null
  }

  expect_failures = [var.release_tag]
}

run "uat_takes_a_candidate" {
  command = plan

  variables {
    environment = "uat"
    release_tag = "rc-2026-11-21.1"
  }

  assert {
    condition     = output.environment == "uat" && output.is_production == false
    error_message = "Uat takes a commit with a candidate tag."
  }
}

run "uat_takes_a_release" {
  command = plan

  variables {
    environment = "uat"
  }

  assert {
    condition     = output.environment == "uat" && output.is_production == false
    error_message = "Uat takes a commit with a release tag."
  }
}

run "uat_refuses_an_untagged_commit" {
  command = plan

  variables {
    environment = "uat"
    release_tag = null
  }

  expect_failures = [var.release_tag]
}

run "sit_takes_an_untagged_commit" {
  command = plan

  variables {
    environment = "sit"
    release_tag = null
  }

  assert {
    condition     = output.environment == "sit" && output.is_production == false
    error_message = "Sit takes a commit without a tag."
  }
}

run "dev_takes_what_is_not_merged" {
  command = plan

  variables {
    environment    = "dev"
    release_tag    = null
    release_prefix = "candidate"
  }

  assert {
    condition     = output.environment == "dev"
    error_message = "Dev tries a commit before it is merged."
  }
}

run "sit_refuses_what_is_not_merged" {
  command = plan

  variables {
    environment    = "sit"
    release_tag    = null
    release_prefix = "candidate"
  }

  expect_failures = [var.release_prefix]
}

run "prod_refuses_what_is_not_merged" {
  command = plan

  variables {
    release_prefix = "candidate"
  }

  expect_failures = [var.release_prefix]
}

run "refuses_another_prefix" {
  command = plan

  variables {
    release_prefix = "try"
  }

  expect_failures = [var.release_prefix]
}

run "refuses_a_short_commit" {
  command = plan

  variables {
    release_sha = "0123456"
  }

  expect_failures = [var.release_sha]
}

run "refuses_a_tag_without_a_commit" {
  command = plan

  variables {
    release_sha = null
  }

  expect_failures = [var.release_tag]
}

run "refuses_a_branch_for_a_tag" {
  command = plan

  variables {
    environment = "sandbox"
    release_tag = "release/1.2"
  }

  expect_failures = [var.release_tag]
}

run "refuses_a_version_of_two_numbers" {
  command = plan

  variables {
    release_tag = "v1.2"
  }

  expect_failures = [var.release_tag]
}
