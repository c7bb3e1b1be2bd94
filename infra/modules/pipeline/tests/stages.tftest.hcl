# What the pipeline does, in which order, and what starts it.

mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name                 = "switchboard"
  connection_arn       = "arn:aws:codeconnections:us-east-1:111122223333:connection/00000000-0000-0000-0000-000000000000"
  repository           = "example/switchboard"
  artifact_bucket_name = "example-artifacts"
  artifact_bucket_arn  = "arn:aws:s3:::example-artifacts"
  kms_key_arn          = "arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-555555555555"
  approval = {
    topic_arn  = "arn:aws:sns:us-east-1:111122223333:release-approvals"
    review_url = "https://api.uat.example.com/vanity-numbers"
  }
  staging = {
    environment     = "uat"
    account_id      = "555566667777"
    deploy_role_arn = "arn:aws:iam::555566667777:role/switchboard-deploy"
  }
  production = {
    environment     = "prod"
    account_id      = "666677778888"
    deploy_role_arn = "arn:aws:iam::666677778888:role/switchboard-deploy"
  }
  deployment_window = {
    cron      = "* * 9-15 ? * MON-FRI *"
    time_zone = "America/New_York"
  }
  terraform = {
    version      = "1.11.4"
    sha256       = "0000000000000000000000000000000000000000000000000000000000000000"
    download_url = "https://releases.example.com/terraform"
  }
  permissions_boundary_arn = "arn:aws:iam::111122223333:policy/switchboard-boundary"
  log_retention_days       = 365
}

run "five_stages_in_order" {
  assert {
    condition     = join(" ", aws_codepipeline.this.stage[*].name) == "Source Resolve Staging Approval Production"
    error_message = "a stage is missing or out of order"
  }
  assert {
    condition     = aws_codepipeline.this.pipeline_type == "V2" && aws_codepipeline.this.execution_mode == "QUEUED"
    error_message = "releases may overtake or drop each other"
  }
  assert {
    condition = (
      output.approval_stage == aws_codepipeline.this.stage[3].name
      && output.approval_action == aws_codepipeline.this.stage[3].action[0].name
      && output.approval_action_arn == "arn:aws:codepipeline:us-east-1:123456789012:switchboard/Approval/Approve"
    )
    error_message = "the outputs name another approval than there is"
  }
}

run "a_tag_starts_it_and_nothing_else" {
  assert {
    condition = (
      length(aws_codepipeline.this.trigger) == 1
      && aws_codepipeline.this.trigger[0].git_configuration[0].source_action_name == aws_codepipeline.this.stage[0].action[0].name
      && length(aws_codepipeline.this.trigger[0].git_configuration[0].push) == 1
      && aws_codepipeline.this.trigger[0].git_configuration[0].push[0].tags[0].includes == tolist(["v*"])
    )
    error_message = "the trigger is not the push of a v tag"
  }
  assert {
    condition = (
      length(aws_codepipeline.this.trigger[0].git_configuration[0].push[0].branches) == 0
      && length(aws_codepipeline.this.trigger[0].git_configuration[0].pull_request) == 0
    )
    error_message = "a branch or a pull request starts a release"
  }
  assert {
    condition = aws_codepipeline.this.stage[0].action[0].configuration == tomap({
      ConnectionArn        = var.connection_arn
      FullRepositoryId     = "example/switchboard"
      BranchName           = "main"
      DetectChanges        = "false"
      OutputArtifactFormat = "CODEBUILD_CLONE_REF"
    })
    error_message = "the source is not the one repository, cloned, without a trigger of its own"
  }
}

run "both_stages_deploy_what_was_resolved" {
  assert {
    condition = (
      aws_codepipeline.this.stage[1].action[0].namespace == "ResolveVariables"
      && aws_codepipeline.this.stage[1].action[0].output_artifacts == tolist(["Release"])
      && aws_codepipeline.this.stage[1].action[0].configuration["ProjectName"] == "switchboard-resolve"
    )
    error_message = "Resolve passes nothing on"
  }
  assert {
    condition = alltrue([
      for index in [2, 4] :
      aws_codepipeline.this.stage[index].action[0].input_artifacts == tolist(["Release"])
      && { for variable in jsondecode(aws_codepipeline.this.stage[index].action[0].configuration["EnvironmentVariables"]) : variable.name => variable.value }["RELEASE_SHA"] == "#{ResolveVariables.sha}"
    ])
    error_message = "a stage deploys something else than what was resolved"
  }
  assert {
    condition = (
      aws_codepipeline.this.stage[2].action[0].configuration["ProjectName"] == "switchboard-deploy-staging"
      && aws_codepipeline.this.stage[4].action[0].configuration["ProjectName"] == "switchboard-deploy-production"
    )
    error_message = "a stage runs the other's project"
  }
}

run "people_approve_on_the_given_topic" {
  assert {
    condition = (
      aws_codepipeline.this.stage[3].action[0].category == "Approval"
      && aws_codepipeline.this.stage[3].action[0].provider == "Manual"
      && aws_codepipeline.this.stage[3].action[0].timeout_in_minutes == 10080
    )
    error_message = "the approval is not manual, or does not end"
  }
  assert {
    condition = aws_codepipeline.this.stage[3].action[0].configuration == tomap({
      NotificationArn    = "arn:aws:sns:us-east-1:111122223333:release-approvals"
      ExternalEntityLink = "https://api.uat.example.com/vanity-numbers"
      CustomData         = "Release #{ResolveVariables.tag} of example/switchboard, commit #{ResolveVariables.sha}, pipeline execution #{codepipeline.PipelineExecutionId}."
    })
    error_message = "the message does not say what is approved"
  }
}

run "production_has_a_window_and_rolls_back" {
  assert {
    condition = (
      aws_codepipeline.this.stage[4].before_entry[0].condition[0].result == "FAIL"
      && aws_codepipeline.this.stage[4].before_entry[0].condition[0].rule[0].rule_type_id[0].provider == "DeploymentWindow"
      && aws_codepipeline.this.stage[4].before_entry[0].condition[0].rule[0].timeout_in_minutes == 86400
      && aws_codepipeline.this.stage[4].before_entry[0].condition[0].rule[0].configuration == tomap({ Cron = "* * 9-15 ? * MON-FRI *", TimeZone = "America/New_York" })
    )
    error_message = "a release may enter production at any time, or its wait for the window ends in a rollback"
  }
  assert {
    condition     = aws_codepipeline.this.stage[4].on_failure[0].result == "ROLLBACK"
    error_message = "a failed release stays in production"
  }
  assert {
    condition     = alltrue([for stage in slice(aws_codepipeline.this.stage, 0, 4) : length(stage.before_entry) == 0])
    error_message = "the window holds back more than production"
  }
}

run "artifacts_are_encrypted" {
  assert {
    condition = (
      one(aws_codepipeline.this.artifact_store).location == "example-artifacts"
      && one(aws_codepipeline.this.artifact_store).encryption_key[0].id == var.kms_key_arn
      && one(aws_codepipeline.this.artifact_store).encryption_key[0].type == "KMS"
    )
    error_message = "the pipeline's artifacts are not encrypted with the given key"
  }
}

run "a_fifo_topic_is_refused" {
  command = plan
  variables {
    approval = {
      topic_arn  = "arn:aws:sns:us-east-1:111122223333:release-approvals.fifo"
      review_url = "https://api.uat.example.com"
    }
  }
  expect_failures = [var.approval]
}

run "a_topic_of_another_region_is_refused" {
  command = plan
  variables {
    approval = {
      topic_arn  = "arn:aws:sns:eu-west-1:111122223333:release-approvals"
      review_url = "https://api.uat.example.com"
    }
  }
  expect_failures = [aws_codepipeline.this]
}

run "an_approval_ends_within_sixty_days" {
  command = plan
  variables {
    approval = {
      topic_arn       = "arn:aws:sns:us-east-1:111122223333:release-approvals"
      review_url      = "https://api.uat.example.com"
      timeout_minutes = 86401
    }
  }
  expect_failures = [var.approval]
}

run "what_is_reviewed_is_behind_tls" {
  command = plan
  variables {
    approval = {
      topic_arn  = "arn:aws:sns:us-east-1:111122223333:release-approvals"
      review_url = "http://api.uat.example.com"
    }
  }
  expect_failures = [var.approval]
}

run "a_release_branch_is_no_trigger" {
  command = plan
  variables {
    tag_patterns = ["v*", "release/*"]
  }
  expect_failures = [var.tag_patterns]
}

run "there_are_at_most_eight_patterns" {
  command = plan
  variables {
    tag_patterns = ["v1*", "v2*", "v3*", "v4*", "v5*", "v6*", "v7*", "v8*", "v9*"]
  }
  expect_failures = [var.tag_patterns]
}

run "there_is_at_least_one_pattern" {
  command = plan
  variables {
    tag_patterns = []
  }
  expect_failures = [var.tag_patterns]
}

run "a_window_has_six_or_seven_fields" {
  command = plan
  variables {
    deployment_window = { cron = "* 9-15 ? * MON-FRI", time_zone = "UTC" }
  }
  expect_failures = [var.deployment_window]
}

run "a_window_is_no_schedule_expression" {
  command = plan
  variables {
    deployment_window = { cron = "cron(* 9-15 ? * MON-FRI *)", time_zone = "UTC" }
  }
  expect_failures = [var.deployment_window]
}

run "an_abbreviated_time_zone_is_refused" {
  command = plan
  variables {
    deployment_window = { cron = "* * 9-15 ? * MON-FRI *", time_zone = "CST" }
  }
  expect_failures = [var.deployment_window]
}

run "a_name_leaves_room_for_the_names_of_roles" {
  command = plan
  variables {
    name = "switchboard-and-what-else-is-released-too"
  }
  expect_failures = [var.name]
}

run "a_repository_has_no_host" {
  command = plan
  variables {
    repository = "https://git.example.com/example/switchboard"
  }
  expect_failures = [var.repository]
}

run "a_connection_is_an_arn" {
  command = plan
  variables {
    connection_arn = "arn:aws:iam::111122223333:role/connection"
  }
  expect_failures = [var.connection_arn]
}
