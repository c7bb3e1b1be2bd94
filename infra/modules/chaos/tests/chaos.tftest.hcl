mock_provider "aws" {
  source = "../../tests/mocks"
}

override_resource {
  target = aws_s3_bucket.faults
  values = { arn = "arn:aws:s3:::switchboard-chaos-123456789012" }
}

override_data {
  target = data.aws_ssm_parameter.extension
  values = { insecure_value = "arn:aws:lambda:us-east-1:111122223333:layer:aws-fis-extension-x86_64:9" }
}

variables {
  name                      = "switchboard"
  allows_chaos              = true
  functions                 = ["vanity-convert", "vanity-lookup"]
  stop_condition_alarm_arns = ["arn:aws:cloudwatch:us-east-1:123456789012:alarm:vanity-convert-errors"]
  permissions_boundary_arn  = "arn:aws:iam::123456789012:policy/switchboard-boundary"
  kms_key_arn               = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
}

run "the_experiments" {
  assert {
    condition     = toset(keys(output.experiment_template_ids)) == toset(["vanity-convert-delay", "vanity-convert-error", "vanity-lookup-delay", "vanity-lookup-error"])
    error_message = "Each function can be made late, and can be made to fail."
  }
  assert {
    condition = alltrue([for name, template in aws_fis_experiment_template.this :
      one(template.stop_condition).source == "aws:cloudwatch:alarm" && one(template.stop_condition).value == var.stop_condition_alarm_arns[0]
    ])
    error_message = "An alarm ends every experiment."
  }
  assert {
    condition = { for parameter in one(aws_fis_experiment_template.this["vanity-convert-delay"].action).parameter : parameter.key => parameter.value } == {
      duration = "PT5M", invocationPercentage = "25", startupDelayMilliseconds = "1000"
    }
    error_message = "A delay has these parameters."
  }
  assert {
    condition = { for parameter in one(aws_fis_experiment_template.this["vanity-convert-error"].action).parameter : parameter.key => parameter.value } == {
      duration = "PT5M", invocationPercentage = "25", preventExecution = "false"
    }
    error_message = "An error has these parameters, and by default the function has run."
  }
  assert {
    condition = (
      one(aws_fis_experiment_template.this["vanity-convert-delay"].action).action_id == "aws:lambda:invocation-add-delay"
      && one(aws_fis_experiment_template.this["vanity-convert-error"].action).action_id == "aws:lambda:invocation-error"
    )
    error_message = "These are the service's actions."
  }
  assert {
    condition = alltrue([for template in values(aws_fis_experiment_template.this) :
      one(one(template.action).target).key == "Functions" && one(one(template.action).target).value == one(template.target).name
    ])
    error_message = "The action is done to the target."
  }
  assert {
    condition = (
      one(aws_fis_experiment_template.this["vanity-lookup-error"].target).resource_type == "aws:lambda:function"
      && one(aws_fis_experiment_template.this["vanity-lookup-error"].target).resource_arns == toset(["arn:aws:lambda:us-east-1:123456789012:function:vanity-lookup"])
    )
    error_message = "An experiment is about its one function."
  }
  assert {
    condition     = alltrue([for template in values(aws_fis_experiment_template.this) : template.experiment_options[0].empty_target_resolution_mode == "fail"])
    error_message = "An experiment on nothing has not succeeded."
  }
}

run "the_log" {
  assert {
    condition     = aws_cloudwatch_log_group.experiments.kms_key_id == var.kms_key_arn && aws_cloudwatch_log_group.experiments.retention_in_days == 30
    error_message = "The log is encrypted and does not stay for ever."
  }
  assert {
    condition     = alltrue([for template in values(aws_fis_experiment_template.this) : template.log_configuration[0].cloudwatch_logs_configuration[0].log_group_arn == "${aws_cloudwatch_log_group.experiments.arn}:*"])
    error_message = "Experiments log there; the service wants the ARN to end in :*."
  }
}

run "the_role" {
  assert {
    condition     = aws_iam_role.experiments.permissions_boundary == var.permissions_boundary_arn
    error_message = "The role carries the boundary."
  }
  assert {
    condition = jsondecode(aws_iam_role.experiments.assume_role_policy).Statement == [{
      Sid       = "FaultInjection"
      Effect    = "Allow"
      Principal = { Service = "fis.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = {
        ArnLike      = { "aws:SourceArn" = "arn:aws:fis:us-east-1:123456789012:experiment/*" }
        StringEquals = { "aws:SourceAccount" = "123456789012" }
      }
    }]
    error_message = "Only experiments of this account take the role."
  }
  assert {
    condition = jsondecode(aws_iam_role_policy.experiments.policy).Statement == [
      {
        Sid      = "TellTheExtensions"
        Effect   = "Allow"
        Action   = ["s3:DeleteObject", "s3:PutObject"]
        Resource = "arn:aws:s3:::switchboard-chaos-123456789012/FisConfigs/*"
      },
      {
        Sid       = "EncryptFaults"
        Effect    = "Allow"
        Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource  = var.kms_key_arn
        Condition = { StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" } }
      },
      {
        Sid    = "InspectFunctions"
        Effect = "Allow"
        Action = "lambda:GetFunction"
        Resource = [
          "arn:aws:lambda:us-east-1:123456789012:function:vanity-convert", "arn:aws:lambda:us-east-1:123456789012:function:vanity-convert:*",
          "arn:aws:lambda:us-east-1:123456789012:function:vanity-lookup", "arn:aws:lambda:us-east-1:123456789012:function:vanity-lookup:*",
        ]
      },
      {
        Sid      = "FindFunctions"
        Effect   = "Allow"
        Action   = "tag:GetResources"
        Resource = "*"
      },
      {
        Sid      = "DeliverLogs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogDelivery", "logs:DescribeLogGroups", "logs:DescribeResourcePolicies", "logs:PutResourcePolicy"]
        Resource = "*"
      },
    ]
    error_message = "The role may do what the service documents, on what is named here."
  }
}

run "the_bucket" {
  assert {
    condition     = aws_s3_bucket.faults.bucket == "switchboard-chaos-123456789012" && aws_s3_bucket.faults.force_destroy
    error_message = "The deploy role may delete buckets of this name with their contents."
  }
  assert {
    condition     = one(one(aws_s3_bucket_server_side_encryption_configuration.faults.rule).apply_server_side_encryption_by_default).kms_master_key_id == var.kms_key_arn
    error_message = "The bucket is encrypted with the key."
  }
  assert {
    condition     = jsondecode(aws_s3_bucket_policy.faults.policy).Statement[0].Condition == { Bool = { "aws:SecureTransport" = "false" } } && jsondecode(aws_s3_bucket_policy.faults.policy).Statement[0].Effect == "Deny"
    error_message = "The bucket is reached by TLS only."
  }
  assert {
    condition = (
      aws_s3_bucket_public_access_block.faults.block_public_acls && aws_s3_bucket_public_access_block.faults.block_public_policy
      && aws_s3_bucket_public_access_block.faults.ignore_public_acls && aws_s3_bucket_public_access_block.faults.restrict_public_buckets
    )
    error_message = "Nothing of it is public."
  }
  assert {
    condition     = aws_s3_bucket_lifecycle_configuration.faults.rule[0].expiration[0].days == 1
    error_message = "No old fault may remain there and come back."
  }
}

run "what_functions_need" {
  assert {
    # IfExists: a request for one object has no prefix, and S3 answers "forbidden" to it instead of "missing" otherwise.
    condition     = [for statement in output.function_requirements.policy_statements : jsonencode(statement.condition) if contains(statement.actions, "s3:ListBucket")] == [jsonencode({ StringLikeIfExists = { "s3:prefix" = ["FisConfigs/*"] } })]
    error_message = "The extension cannot tell a fault that is not there from one that it may not read, or lists more than faults."
  }
  assert {
    condition     = output.function_requirements.layers == ["arn:aws:lambda:us-east-1:111122223333:layer:aws-fis-extension-x86_64:9"] && data.aws_ssm_parameter.extension.name == "/aws/service/fis/lambda-extension/AWS-FIS-extension-x86_64/1.x.x"
    error_message = "The extension is the one that AWS publishes for the region."
  }
  assert {
    condition = output.function_requirements.environment == {
      AWS_FIS_CONFIGURATION_LOCATION = "arn:aws:s3:::switchboard-chaos-123456789012/FisConfigs/"
      AWS_LAMBDA_EXEC_WRAPPER        = "/opt/aws-fis/bootstrap"
    }
    error_message = "The extension reads the bucket by its ARN."
  }
  assert {
    condition = [for statement in output.function_requirements.policy_statements : [statement.sid, statement.actions, statement.resources]] == [
      ["FindFaults", ["s3:ListBucket"], ["arn:aws:s3:::switchboard-chaos-123456789012"]],
      ["ReadFaults", ["s3:GetObject"], ["arn:aws:s3:::switchboard-chaos-123456789012/FisConfigs/*"]],
      ["DecryptFaults", ["kms:Decrypt"], [var.kms_key_arn]],
    ]
    error_message = "A function under test reads its faults and nothing else."
  }
}

run "for_arm" {
  variables {
    architecture = "arm64"
  }

  assert {
    condition     = data.aws_ssm_parameter.extension.name == "/aws/service/fis/lambda-extension/AWS-FIS-extension-arm64/1.x.x"
    error_message = "There is an extension for each architecture."
  }
}

run "not_where_chaos_is_forbidden" {
  command         = plan
  expect_failures = [var.allows_chaos]
  variables { allows_chaos = false }
}

run "not_without_something_to_stop_it" {
  command         = plan
  expect_failures = [var.stop_condition_alarm_arns]
  variables { stop_condition_alarm_arns = [] }
}

run "not_stopped_by_a_name" {
  command         = plan
  expect_failures = [var.stop_condition_alarm_arns]
  variables { stop_condition_alarm_arns = ["vanity-convert-errors"] }
}

run "not_longer_than_the_service_takes" {
  command         = plan
  expect_failures = [var.faults]
  variables {
    faults = { duration = "PT13H" }
  }
}

run "refused" {
  command = plan
  expect_failures = [
    var.name, var.functions, var.faults, var.architecture, var.permissions_boundary_arn, var.kms_key_arn, var.log_retention_days,
  ]
  variables {
    name                     = "Switch Board"
    functions                = []
    faults                   = { duration = "5 minutes", percentage = 0, delay_milliseconds = 0 }
    architecture             = "x86"
    permissions_boundary_arn = "switchboard-boundary"
    kms_key_arn              = "alias/switchboard"
    log_retention_days       = 31
  }
}
