mock_provider "aws" {
  source = "../tests/mocks"
}

variables {
  environment        = "dev"
  account_id         = "123456789012"
  region             = "us-east-1"
  owner              = "platform-team@example.com"
  cost_center        = "0000"
  github_repository  = "example/switchboard"
  artifact_bucket    = "example-switchboard-artifacts"
  tooling_account_id = "111122223333"
}

run "unknown_environment" {
  command         = plan
  expect_failures = [var.environment]
  variables { environment = "stage" }
}

run "account_of_too_few_digits" {
  command         = plan
  expect_failures = [var.account_id]
  variables { account_id = "1234" }
}

run "region_by_name" {
  command         = plan
  expect_failures = [var.region]
  variables { region = "Virginia" }
}

run "any_repository" {
  command         = plan
  expect_failures = [var.github_repository]
  variables { github_repository = "example/*" }
}

run "tooling_shared_with_an_environment" {
  command         = plan
  expect_failures = [var.tooling_account_id]
  variables { tooling_account_id = "123456789012" }
}

run "tooling_elsewhere" {
  command         = plan
  expect_failures = [var.tooling_account_id]
  variables {
    environment = "tooling"
    people      = { deployers = ["arn:aws:iam::123456789012:role/a"] }
  }
}

run "pipeline_role_of_another_account" {
  command         = plan
  expect_failures = [var.tooling_deploy_role_arns]
  variables { tooling_deploy_role_arns = ["arn:aws:iam::999999999999:role/switchboard-deploy-production"] }
}

run "the_whole_tooling_account" {
  command         = plan
  expect_failures = [var.tooling_deploy_role_arns]
  variables { tooling_deploy_role_arns = ["arn:aws:iam::111122223333:root"] }
}

run "a_third_pipeline" {
  command         = plan
  expect_failures = [var.tooling_deploy_role_arns]
  variables { tooling_deploy_role_arns = [for name in ["a", "b", "c"] : "arn:aws:iam::111122223333:role/${name}"] }
}

run "a_pipeline_that_deploys_tooling" {
  command         = plan
  expect_failures = [var.tooling_deploy_role_arns]
  variables {
    environment              = "tooling"
    tooling_account_id       = "123456789012"
    tooling_deploy_role_arns = ["arn:aws:iam::123456789012:role/switchboard-deploy-production"]
    people                   = { deployers = ["arn:aws:iam::123456789012:role/a"] }
  }
}

run "tooling_that_nobody_deploys" {
  command         = plan
  expect_failures = [var.people]
  variables {
    environment        = "tooling"
    tooling_account_id = "123456789012"
  }
}

run "operators_outside_tooling" {
  command         = plan
  expect_failures = [var.people]
  variables {
    people = { operators = ["arn:aws:iam::123456789012:role/operators"] }
  }
}

run "every_truststore" {
  command         = plan
  expect_failures = [var.truststore_arn]
  variables { truststore_arn = "arn:aws:s3:::example-truststore/*" }
}

run "console_outside_the_sandbox" {
  command         = plan
  expect_failures = [var.people]
  variables {
    people = { console = ["arn:aws:iam::123456789012:role/developers"] }
  }
}

run "testers_outside_uat" {
  command         = plan
  expect_failures = [var.people]
  variables {
    people = { testers = ["arn:aws:iam::123456789012:role/testers"] }
  }
}

run "everybody_of_an_account" {
  command         = plan
  expect_failures = [var.people]
  variables {
    people = { developers = ["arn:aws:iam::123456789012:root"] }
  }
}

run "a_user" {
  command         = plan
  expect_failures = [var.people]
  variables {
    people = { developers = ["arn:aws:iam::123456789012:user/ana"] }
  }
}

run "everybody_of_an_account_deploys" {
  command         = plan
  expect_failures = [var.people]
  variables {
    people = { deployers = ["arn:aws:iam::123456789012:root"] }
  }
}

run "a_wildcard_deploys" {
  command         = plan
  expect_failures = [var.people]
  variables {
    people = { deployers = ["arn:aws:iam::123456789012:role/*"] }
  }
}

run "states_that_are_soon_gone" {
  command         = plan
  expect_failures = [var.state_versions_days]
  variables { state_versions_days = 7 }
}

run "empty_names" {
  command         = plan
  expect_failures = [var.owner, var.cost_center, var.artifact_bucket]
  variables {
    owner           = " "
    cost_center     = ""
    artifact_bucket = "No Bucket"
  }
}
