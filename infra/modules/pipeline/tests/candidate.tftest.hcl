# A pipeline that ends with staging: for candidates, without approval and production.

mock_provider "aws" {
  source = "../../tests/mocks"
}

override_resource {
  target = aws_iam_role.deploy["staging"]
  values = { arn = "arn:aws:iam::123456789012:role/switchboard-candidate-deploy-staging" }
}

variables {
  name                 = "switchboard-candidate"
  connection_arn       = "arn:aws:codeconnections:us-east-1:111122223333:connection/00000000-0000-0000-0000-000000000000"
  repository           = "example/switchboard"
  tag_patterns         = ["rc-*"]
  artifact_bucket_name = "example-artifacts"
  artifact_bucket_arn  = "arn:aws:s3:::example-artifacts"
  kms_key_arn          = "arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-555555555555"
  staging = {
    environment     = "uat"
    account_id      = "555566667777"
    deploy_role_arn = "arn:aws:iam::555566667777:role/switchboard-deploy"
  }
  terraform = {
    version      = "1.11.4"
    sha256       = "0000000000000000000000000000000000000000000000000000000000000000"
    download_url = "https://releases.example.com/terraform"
  }
  permissions_boundary_arn = "arn:aws:iam::111122223333:policy/switchboard-boundary"
  log_retention_days       = 365
  alarm_actions            = ["arn:aws:sns:us-east-1:123456789012:switchboard-alarms"]
}

run "three_stages_and_no_way_to_production" {
  assert {
    condition     = join(" ", aws_codepipeline.this.stage[*].name) == "Source Resolve Staging"
    error_message = "a stage is missing, or a candidate goes further than staging"
  }
  assert {
    condition     = aws_codepipeline.this.trigger[0].git_configuration[0].push[0].tags[0].includes == tolist(["rc-*"]) && aws_codepipeline.this.execution_mode == "QUEUED"
    error_message = "something else than a candidate starts it"
  }
  assert {
    condition     = keys(aws_codebuild_project.deploy) == ["staging"] && keys(aws_iam_role.deploy) == ["staging"] && keys(aws_cloudwatch_log_group.deploy) == ["staging"]
    error_message = "there is a project or a role for production"
  }
  assert {
    condition = (
      output.approval_stage == null && output.approval_action == null && output.approval_action_arn == null
      && output.deploy_project_names == { staging = "switchboard-candidate-deploy-staging" }
      && output.deploy_project_role_arns == { staging = "arn:aws:iam::123456789012:role/switchboard-candidate-deploy-staging" }
    )
    error_message = "the outputs name an approval or a stage that there is not"
  }
}

run "its_roles_ask_nobody_and_read_no_other_pipelines_files" {
  assert {
    condition = {
      for statement in jsondecode(aws_iam_role_policy.pipeline.policy).Statement : statement.Sid => jsonencode(statement.Resource)
      } == {
      UseTheConnection  = jsonencode(var.connection_arn)
      LookAtTheBucket   = jsonencode("arn:aws:s3:::example-artifacts")
      ReadOwnArtifacts  = jsonencode(["arn:aws:s3:::example-artifacts/switchboard-candidat/*", "arn:aws:s3:::example-artifacts/switchboard-candidate/*"])
      WriteOwnArtifacts = jsonencode(["arn:aws:s3:::example-artifacts/switchboard-candidat/*", "arn:aws:s3:::example-artifacts/switchboard-candidate/*"])
      UseTheKey         = jsonencode(var.kms_key_arn)
      RunTheProjects = jsonencode([
        "arn:aws:codebuild:us-east-1:123456789012:project/switchboard-candidate-deploy-staging",
        "arn:aws:codebuild:us-east-1:123456789012:project/switchboard-candidate-resolve",
      ])
    }
    error_message = "the pipeline may ask for an approval, start other projects, or read another pipeline's files"
  }
  assert {
    condition = alltrue([
      for statement in jsondecode(aws_iam_role_policy.pipeline.policy).Statement :
      statement.Condition == { StringEquals = { "kms:ViaService" = ["codebuild.us-east-1.amazonaws.com", "codepipeline.us-east-1.amazonaws.com", "s3.us-east-1.amazonaws.com"] } }
      if statement.Sid == "UseTheKey"
    ])
    error_message = "the pipeline may use the key for topics, although it has none"
  }
  assert {
    condition = {
      for statement in jsondecode(aws_iam_role_policy.deploy["staging"].policy).Statement : statement.Sid => jsonencode(statement.Resource)
      if contains(["SeeTheStage", "BecomeTheDeployRole"], statement.Sid)
      } == {
      SeeTheStage         = jsonencode("arn:aws:codepipeline:us-east-1:123456789012:switchboard-candidate")
      BecomeTheDeployRole = jsonencode("arn:aws:iam::555566667777:role/switchboard-deploy")
    }
    error_message = "the project sees another pipeline, or becomes another role"
  }
}

run "its_failures_are_told_as_they_are" {
  assert {
    condition     = strcontains(aws_cloudwatch_event_target.failed[0].input_transformer[0].input_template, "uat may be left half way") && !strcontains(aws_cloudwatch_event_target.failed[0].input_transformer[0].input_template, "Production")
    error_message = "the message speaks of a production that this pipeline does not have"
  }
}

run "a_release_is_no_candidate" {
  command = plan
  variables {
    tag_patterns = ["rc-*", "v*"]
  }
  expect_failures = [var.tag_patterns]
}

run "a_candidate_is_no_release" {
  command = plan
  variables {
    tag_patterns = ["v*", "rc-*"]
    production = {
      environment     = "prod"
      account_id      = "666677778888"
      deploy_role_arn = "arn:aws:iam::666677778888:role/switchboard-deploy"
    }
    approval = {
      topic_arn  = "arn:aws:sns:us-east-1:111122223333:release-approvals"
      review_url = "https://api.uat.example.com"
    }
    deployment_window = { cron = "* * 9-15 ? * MON-FRI *", time_zone = "UTC" }
  }
  expect_failures = [var.tag_patterns]
}

run "production_without_approval_is_refused" {
  command = plan
  variables {
    tag_patterns = ["v*"]
    production = {
      environment     = "prod"
      account_id      = "666677778888"
      deploy_role_arn = "arn:aws:iam::666677778888:role/switchboard-deploy"
    }
    deployment_window = { cron = "* * 9-15 ? * MON-FRI *", time_zone = "UTC" }
  }
  expect_failures = [var.production]
}

run "production_without_a_window_is_refused" {
  command = plan
  variables {
    tag_patterns = ["v*"]
    production = {
      environment     = "prod"
      account_id      = "666677778888"
      deploy_role_arn = "arn:aws:iam::666677778888:role/switchboard-deploy"
    }
    approval = {
      topic_arn  = "arn:aws:sns:us-east-1:111122223333:release-approvals"
      review_url = "https://api.uat.example.com"
    }
  }
  expect_failures = [var.production]
}

run "an_approval_without_production_is_refused" {
  command = plan
  variables {
    approval = {
      topic_arn  = "arn:aws:sns:us-east-1:111122223333:release-approvals"
      review_url = "https://api.uat.example.com"
    }
  }
  expect_failures = [var.production]
}
