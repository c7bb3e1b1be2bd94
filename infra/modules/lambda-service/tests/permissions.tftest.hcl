mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name                     = "vanity-convert"
  description              = "Turns a number into vanity numbers."
  timeout_seconds          = 4
  reserved_concurrency     = 20
  permissions_boundary_arn = "arn:aws:iam::123456789012:policy/switchboard-boundary"
  kms_key_arn              = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  log_retention_days       = 90
  environment              = { VANITY_NUMBERS_TABLE = "vanity-numbers" }

  artifact = {
    bucket      = "example-artifacts"
    key         = "lambda/0123456789abcdef0123456789abcdef01234567/vanity-convert.zip"
    code_sha256 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
  }
}

run "bounds_every_role" {
  assert {
    condition = alltrue([
      for role in [aws_iam_role.this, aws_iam_role.deployment] : role.permissions_boundary == var.permissions_boundary_arn
    ])
    error_message = "Every role must carry the boundary."
  }
}

run "is_assumed_by_lambda_of_this_account_only" {
  assert {
    condition = jsondecode(aws_iam_role.this.assume_role_policy) == {
      Version = "2012-10-17"
      Statement = [{
        Sid       = "LambdaOfThisAccount"
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { Service = "lambda.amazonaws.com" }
        Condition = { StringEquals = { "aws:SourceAccount" = "123456789012" } }
      }]
    }
    error_message = "Only Lambda, on behalf of this account, may assume the function's role."
  }
}

run "grants_nothing_but_logs_traces_and_the_own_environment" {
  assert {
    condition = jsondecode(aws_iam_role_policy.this.policy) == {
      Version = "2012-10-17"
      Statement = [
        {
          Sid      = "WriteOwnLogs"
          Effect   = "Allow"
          Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
          Resource = "${aws_cloudwatch_log_group.this.arn}:log-stream:*"
        },
        {
          Sid      = "SendTraces"
          Effect   = "Allow"
          Action   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
          Resource = "*"
        },
        {
          Sid      = "DecryptEnvironment"
          Effect   = "Allow"
          Action   = ["kms:Decrypt"]
          Resource = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
          Condition = { StringLike = { "kms:EncryptionContext:aws:lambda:FunctionArn" = [
            "arn:aws:lambda:us-east-1:123456789012:function:vanity-convert",
            "arn:aws:lambda:us-east-1:123456789012:function:vanity-convert:*",
          ] } }
        },
      ]
    }
    error_message = "A function that asks for nothing may write its logs, send traces and decrypt its own environment, no more."
  }

  assert {
    condition     = aws_iam_role_policy.this.role == aws_iam_role.this.id && aws_iam_role_policy.deployment.role == aws_iam_role.deployment.id
    error_message = "Each policy belongs to its own role."
  }
}

run "does_not_decrypt_without_environment" {
  variables {
    environment = {}
  }

  assert {
    condition     = jsondecode(aws_iam_role_policy.this.policy).Statement[*].Sid == ["WriteOwnLogs", "SendTraces"]
    error_message = "A function without variables has nothing to decrypt."
  }
}

run "adds_the_given_statements" {
  variables {
    policy_statements = [
      {
        sid       = "RecordCalls"
        actions   = ["dynamodb:UpdateItem"]
        resources = ["arn:aws:dynamodb:us-east-1:123456789012:table/vanity-numbers"]
      },
      {
        sid       = "WriteRequests"
        actions   = ["dynamodb:PutItem", "dynamodb:ConditionCheckItem"]
        resources = ["arn:aws:dynamodb:us-east-1:123456789012:table/approvals"]
        condition = { "ForAllValues:StringLike" = { "dynamodb:LeadingKeys" = ["REQ#*"] } }
      },
      {
        sid       = "CountResults"
        actions   = ["cloudwatch:PutMetricData"]
        resources = ["*"]
        condition = { StringEquals = { "cloudwatch:namespace" = ["Switchboard"] } }
      },
    ]
  }

  assert {
    condition = slice(jsondecode(aws_iam_role_policy.this.policy).Statement, 3, 6) == [
      {
        Sid      = "RecordCalls"
        Effect   = "Allow"
        Action   = ["dynamodb:UpdateItem"]
        Resource = ["arn:aws:dynamodb:us-east-1:123456789012:table/vanity-numbers"]
      },
      {
        Sid       = "WriteRequests"
        Effect    = "Allow"
        Action    = ["dynamodb:PutItem", "dynamodb:ConditionCheckItem"]
        Resource  = ["arn:aws:dynamodb:us-east-1:123456789012:table/approvals"]
        Condition = { "ForAllValues:StringLike" = { "dynamodb:LeadingKeys" = ["REQ#*"] } }
      },
      {
        Sid       = "CountResults"
        Effect    = "Allow"
        Action    = ["cloudwatch:PutMetricData"]
        Resource  = ["*"]
        Condition = { StringEquals = { "cloudwatch:namespace" = ["Switchboard"] } }
      },
    ]
    error_message = "The given statements must arrive as they are, with their conditions."
  }
}

run "codedeploy_assumes_its_role_for_this_group_only" {
  assert {
    condition = jsondecode(aws_iam_role.deployment.assume_role_policy) == {
      Version = "2012-10-17"
      Statement = [{
        Sid       = "CodeDeployForThisDeploymentGroup"
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { Service = "codedeploy.amazonaws.com" }
        Condition = {
          StringEquals = { "aws:SourceAccount" = "123456789012" }
          ArnEquals    = { "aws:SourceArn" = "arn:aws:codedeploy:us-east-1:123456789012:deploymentgroup:vanity-convert/live" }
        }
      }]
    }
    error_message = "Only CodeDeploy, for this deployment group, may assume the role that moves the alias."
  }

  # The trust names the group by a built ARN: it must be that of the group.
  assert {
    condition     = "${aws_codedeploy_deployment_group.live.app_name}/${aws_codedeploy_deployment_group.live.deployment_group_name}" == "vanity-convert/live"
    error_message = "The deployment group is not the one that the trust policy names."
  }
}

run "codedeploy_may_ask_the_hook_and_nothing_else" {
  variables {
    deployment = { before_allow_traffic = "synthetic-probe" }
  }

  assert {
    condition = [for s in jsondecode(aws_iam_role_policy.deployment.policy).Statement : s if contains(s.Action, "lambda:InvokeFunction")] == [{
      Sid      = "AskTheHook"
      Effect   = "Allow"
      Action   = ["lambda:InvokeFunction"]
      Resource = "arn:aws:lambda:us-east-1:123456789012:function:synthetic-probe"
    }]
    error_message = "CodeDeploy invokes the function that tries new versions, and no other."
  }
  assert {
    condition     = output.before_allow_traffic == "synthetic-probe"
    error_message = "The deployment's AppSpec file has to name the hook."
  }
}

run "codedeploy_may_move_the_alias_and_watch_alarms" {
  assert {
    condition = jsondecode(aws_iam_role_policy.deployment.policy) == {
      Version = "2012-10-17"
      Statement = [
        {
          Sid      = "MoveAlias"
          Effect   = "Allow"
          Action   = ["lambda:GetAlias", "lambda:UpdateAlias"]
          Resource = aws_lambda_function.this.arn
        },
        {
          Sid      = "SeeWhetherVersionsAreWarm"
          Effect   = "Allow"
          Action   = ["lambda:GetProvisionedConcurrencyConfig"]
          Resource = "${aws_lambda_function.this.arn}:*"
        },
        {
          Sid      = "WatchAlarms"
          Effect   = "Allow"
          Action   = ["cloudwatch:DescribeAlarms"]
          Resource = "arn:aws:cloudwatch:us-east-1:123456789012:alarm:*"
        },
      ]
    }
    error_message = "CodeDeploy may move this function's alias and watch alarms, no more."
  }
}

run "builds_arns_for_where_it_runs" {
  override_data {
    target = data.aws_caller_identity.current
    values = { account_id = "111122223333" }
  }

  override_data {
    target = data.aws_region.current
    values = { region = "cn-north-1" }
  }

  override_data {
    target = data.aws_partition.current
    values = { partition = "aws-cn", dns_suffix = "amazonaws.com.cn" }
  }

  variables {
    asynchronous = true
  }

  assert {
    condition = (
      jsondecode(aws_iam_role_policy.this.policy).Statement[2].Condition.StringLike["kms:EncryptionContext:aws:lambda:FunctionArn"][0] == "arn:aws-cn:lambda:cn-north-1:111122223333:function:vanity-convert" &&
      jsondecode(aws_iam_role_policy.this.policy).Statement[4].Condition.StringEquals["kms:ViaService"] == "sqs.cn-north-1.amazonaws.com.cn" &&
      jsondecode(aws_iam_role.this.assume_role_policy).Statement[0].Condition.StringEquals["aws:SourceAccount"] == "111122223333" &&
      jsondecode(aws_iam_role.deployment.assume_role_policy).Statement[0].Condition.ArnEquals["aws:SourceArn"] == "arn:aws-cn:codedeploy:cn-north-1:111122223333:deploymentgroup:vanity-convert/live"
    )
    error_message = "Partition, region and account must be those of the provider."
  }
}
