# Who hears of a release that failed.

mock_provider "aws" {
  source = "../../tests/mocks"
}

override_resource {
  target = aws_iam_role.failed[0]
  values = { arn = "arn:aws:iam::123456789012:role/switchboard-failed" }
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
  alarm_actions            = ["arn:aws:sns:us-east-1:123456789012:switchboard-alarms", "arn:aws:sns:us-east-1:123456789012:releases"]
}

run "failed_and_stopped_executions_of_this_pipeline_are_told" {
  assert {
    condition = aws_cloudwatch_event_rule.failed[0].name == "switchboard-failed" && jsondecode(aws_cloudwatch_event_rule.failed[0].event_pattern) == {
      source      = ["aws.codepipeline"]
      detail-type = ["CodePipeline Pipeline Execution State Change"]
      detail      = { pipeline = ["switchboard"], state = ["FAILED", "STOPPED"] }
    }
    error_message = "the rule sees other executions, or not all that end badly"
  }
  assert {
    condition     = [for target in aws_cloudwatch_event_target.failed : [target.rule, target.arn, target.role_arn]] == [for arn in var.alarm_actions : ["switchboard-failed", arn, "arn:aws:iam::123456789012:role/switchboard-failed"]]
    error_message = "a topic is not notified, or not with the role that may publish"
  }
  assert {
    condition = alltrue([
      for target in aws_cloudwatch_event_target.failed :
      target.input_transformer[0].input_paths == tomap({ pipeline = "$.detail.pipeline", state = "$.detail.state", execution = "$.detail.execution-id" })
      && target.input_transformer[0].input_template == "\"Execution <execution> of the pipeline <pipeline> ended as <state>. Its stages show where; a rejected approval ends like this too. If Production failed, CodePipeline returns to the release before: see that this succeeds, and otherwise run tools/deploy/rollback.sh.\""
    ])
    error_message = "the message is not a sentence, or does not name pipeline, state and execution"
  }
}

run "a_rule_that_cannot_tell_is_told" {
  assert {
    condition     = module.rule_alarm[0].alarm_name == "switchboard-failed-not-told"
    error_message = "a rule that fails leaves no trace"
  }
}

run "the_rule_alone_publishes_and_no_more" {
  assert {
    condition = (
      aws_iam_role.failed[0].permissions_boundary == var.permissions_boundary_arn
      && jsondecode(aws_iam_role.failed[0].assume_role_policy).Statement == [{
        Sid       = "Rule"
        Effect    = "Allow"
        Principal = { Service = "events.amazonaws.com" }
        Action    = "sts:AssumeRole"
        Condition = {
          StringEquals = { "aws:SourceAccount" = "123456789012" }
          ArnEquals    = { "aws:SourceArn" = "arn:aws:events:us-east-1:123456789012:rule/switchboard-failed" }
        }
      }]
    )
    error_message = "the role is taken by something else than the rule, or has no boundary"
  }
  assert {
    condition = [for statement in jsondecode(aws_iam_role_policy.failed[0].policy).Statement : jsonencode(statement)] == [
      jsonencode({ Sid = "TellPeople", Effect = "Allow", Action = "sns:Publish", Resource = var.alarm_actions }),
      jsonencode({
        Sid       = "UseTheKeyOfTheTopics"
        Effect    = "Allow"
        Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource  = var.kms_key_arn
        Condition = { StringEquals = { "kms:ViaService" = ["sns.us-east-1.amazonaws.com"] } }
      }),
    ]
    error_message = "the rule may do more or less than publish to the topics"
  }
}

run "without_topics_there_is_no_rule" {
  variables {
    alarm_actions = []
  }
  assert {
    condition     = length(aws_cloudwatch_event_rule.failed) + length(aws_cloudwatch_event_target.failed) + length(aws_iam_role.failed) + length(aws_iam_role_policy.failed) + length(module.rule_alarm) == 0
    error_message = "a rule without targets is made"
  }
}

run "a_fifo_topic_is_told_nothing" {
  command = plan
  variables {
    alarm_actions = ["arn:aws:sns:us-east-1:123456789012:switchboard-alarms.fifo"]
  }
  expect_failures = [var.alarm_actions]
}

run "a_rule_has_five_targets" {
  command = plan
  variables {
    alarm_actions = [for number in range(6) : "arn:aws:sns:us-east-1:123456789012:alarms-${number}"]
  }
  expect_failures = [var.alarm_actions]
}

run "a_topic_of_another_region_is_not_told" {
  command = plan
  variables {
    alarm_actions = ["arn:aws:sns:eu-west-1:123456789012:switchboard-alarms"]
  }
  expect_failures = [aws_cloudwatch_event_target.failed]
}
