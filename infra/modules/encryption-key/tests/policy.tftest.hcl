mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name = "switchboard"
}

run "every_statement" {
  command = plan

  assert {
    condition = [for statement in jsondecode(aws_kms_key.this.policy).Statement : statement.Sid] == [
      "AccountAdministration",
      "RolesThroughServices",
      "GrantsToServices",
      "RolesOfFunctions",
      "RolesOfSchedules",
      "LogGroups",
      "PublishToTopics",
      "DeliverToQueues",
      "EventBuses",
      "EventBusesLookUpTheKey",
    ]
    error_message = "a statement was added or lost: hold it to its service here too"
  }
  assert {
    condition = alltrue(flatten([
      for statement in jsondecode(aws_kms_key.this.policy).Statement : [
        for action in statement.Action : !strcontains(action, "*")
      ]
    ]))
    error_message = "no action may be a wildcard"
  }
  assert {
    condition = alltrue([
      for statement in jsondecode(aws_kms_key.this.policy).Statement :
      statement.Sid == "AccountAdministration" || length(try(statement.Condition, {})) > 0
    ])
    error_message = "every statement but administration needs a condition"
  }
}

run "administration_decrypts_nothing" {
  command = plan

  assert {
    condition = [
      for statement in jsondecode(aws_kms_key.this.policy).Statement : statement.Principal
      if statement.Sid == "AccountAdministration"
    ] == [{ AWS = "arn:aws:iam::123456789012:root" }]
    error_message = "the account administers its key"
  }
  assert {
    condition = length(setintersection(
      toset(flatten([
        for statement in jsondecode(aws_kms_key.this.policy).Statement : statement.Action
        if statement.Sid == "AccountAdministration"
      ])),
      ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:CreateGrant"],
    )) == 0
    error_message = "administrators of the key must not decrypt with it"
  }
  assert {
    condition = contains(flatten([
      for statement in jsondecode(aws_kms_key.this.policy).Statement : statement.Action
      if statement.Sid == "AccountAdministration"
    ]), "kms:PutKeyPolicy")
    error_message = "without PutKeyPolicy nobody could ever change the policy again"
  }
}

run "roles_use_it_through_services_only" {
  command = plan

  assert {
    condition = [
      for statement in jsondecode(aws_kms_key.this.policy).Statement : statement
      if statement.Sid == "RolesThroughServices"
      ] == [{
        Sid       = "RolesThroughServices"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::123456789012:root" }
        Action    = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo"]
        Resource  = "*"
        Condition = {
          StringEquals = {
            "kms:ViaService" = [
              "appconfig.us-east-1.amazonaws.com",
              "codebuild.us-east-1.amazonaws.com",
              "codepipeline.us-east-1.amazonaws.com",
              "connect.us-east-1.amazonaws.com",
              "dynamodb.us-east-1.amazonaws.com",
              "events.us-east-1.amazonaws.com",
              "lambda.us-east-1.amazonaws.com",
              "logs.us-east-1.amazonaws.com",
              "s3.us-east-1.amazonaws.com",
              "scheduler.us-east-1.amazonaws.com",
              "sns.us-east-1.amazonaws.com",
              "sqs.us-east-1.amazonaws.com",
              "ssm.us-east-1.amazonaws.com",
            ]
          }
        }
    }]
    error_message = "roles may use the key through the services of the system, and never directly"
  }
  assert {
    condition = [
      for statement in jsondecode(aws_kms_key.this.policy).Statement : statement
      if statement.Sid == "GrantsToServices"
      ] == [{
        Sid       = "GrantsToServices"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::123456789012:root" }
        Action    = ["kms:CreateGrant"]
        Resource  = "*"
        Condition = {
          Bool = { "kms:GrantIsForAWSResource" = "true" }
          StringEquals = {
            "kms:ViaService" = [
              "connect.us-east-1.amazonaws.com",
              "dynamodb.us-east-1.amazonaws.com",
              "lambda.us-east-1.amazonaws.com",
            ]
          }
        }
    }]
    error_message = "grants are for what services keep, never for people"
  }
  assert {
    condition = {
      for statement in jsondecode(aws_kms_key.this.policy).Statement : statement.Sid => [statement.Action, statement.Condition]
      if contains(["RolesOfFunctions", "RolesOfSchedules"], statement.Sid)
      } == {
      RolesOfFunctions = [["kms:Decrypt"], {
        ArnLike = { "kms:EncryptionContext:aws:lambda:FunctionArn" = "arn:aws:lambda:us-east-1:123456789012:function:*" }
      }]
      RolesOfSchedules = [["kms:Decrypt"], {
        ArnLike = { "kms:EncryptionContext:aws:scheduler:schedule:arn" = "arn:aws:scheduler:us-east-1:123456789012:schedule/*" }
      }]
    }
    error_message = "functions and schedules decrypt what is theirs"
  }
}

run "services_are_held_to_this_account" {
  command = plan

  assert {
    condition = {
      for statement in jsondecode(aws_kms_key.this.policy).Statement : statement.Sid => [statement.Principal.Service, statement.Condition]
      if can(statement.Principal.Service)
      } == {
      LogGroups = ["logs.us-east-1.amazonaws.com", {
        ArnLike = { "kms:EncryptionContext:aws:logs:arn" = "arn:aws:logs:us-east-1:123456789012:*" }
      }]
      PublishToTopics = [["cloudwatch.amazonaws.com", "events.amazonaws.com", "ses.amazonaws.com"], {
        ArnLike = { "kms:EncryptionContext:aws:sns:topicArn" = "arn:aws:sns:us-east-1:123456789012:*" }
      }]
      DeliverToQueues = [["events.amazonaws.com", "sns.amazonaws.com"], {
        ArnLike = { "kms:EncryptionContext:aws:sqs:arn" = "arn:aws:sqs:us-east-1:123456789012:*" }
      }]
      EventBuses = ["events.amazonaws.com", {
        ArnLike = { "kms:EncryptionContext:aws:events:event-bus:arn" = "arn:aws:events:us-east-1:123456789012:event-bus/*" }
      }]
      EventBusesLookUpTheKey = ["events.amazonaws.com", {
        StringEquals = { "aws:SourceAccount" = "123456789012" }
      }]
    }
    error_message = "each service may use the key for what this account owns, and for nothing else"
  }
}

run "readers_of_other_accounts" {
  command = plan

  variables {
    reader_role_arns = [
      "arn:aws:iam::555566667777:role/switchboard-deploy",
      "arn:aws:iam::444455556666:role/switchboard-deploy",
    ]
  }

  assert {
    condition = [
      for statement in jsondecode(aws_kms_key.this.policy).Statement : statement
      if startswith(statement.Sid, "Readers")
      ] == [
      {
        Sid    = "ReadersDecryptObjects"
        Effect = "Allow"
        Principal = { AWS = [
          "arn:aws:iam::444455556666:role/switchboard-deploy",
          "arn:aws:iam::555566667777:role/switchboard-deploy",
        ] }
        Action    = ["kms:Decrypt"]
        Resource  = "*"
        Condition = { StringEquals = { "kms:ViaService" = ["s3.us-east-1.amazonaws.com"] } }
      },
      {
        Sid    = "ReadersLookUpTheKey"
        Effect = "Allow"
        Principal = { AWS = [
          "arn:aws:iam::444455556666:role/switchboard-deploy",
          "arn:aws:iam::555566667777:role/switchboard-deploy",
        ] }
        Action   = ["kms:DescribeKey"]
        Resource = "*"
      },
    ]
    error_message = "readers decrypt objects of S3, and encrypt nothing"
  }
}
