mock_provider "aws" {
  source = "../../tests/mocks"
}

# The table cannot be destroyed, which an applied test would do.
override_module {
  target = module.table
  outputs = {
    table_name              = "approvals"
    table_arn               = "arn:aws:dynamodb:us-east-1:123456789012:table/approvals"
    open_requests_index_arn = "arn:aws:dynamodb:us-east-1:123456789012:table/approvals/index/open-requests"
  }
}

override_resource {
  target = aws_sns_topic.this
  values = { arn = "arn:aws:sns:us-east-1:123456789012:release-approvals", fifo_topic = false }
}

override_resource {
  target = aws_sesv2_configuration_set.this
  values = { arn = "arn:aws:ses:us-east-1:123456789012:configuration-set/release-approvals" }
}

override_resource {
  target = aws_sqs_queue.requests
  values = { arn = "arn:aws:sqs:us-east-1:123456789012:release-approvals" }
}

run "settings_and_permissions_are_those_of_the_pages" {
  assert {
    condition = local.environments.request == {
      APPROVALS_TABLE            = "approvals"
      APPROVALS_RETENTION_DAYS   = "400"
      APPROVAL_BASE_URL          = "https://approve.example.com"
      APPROVAL_BRAND             = "{}"
      APPROVAL_SENDER            = "Switchboard releases <releases@example.com>"
      APPROVAL_CONFIGURATION_SET = "release-approvals"
      APPROVAL_SOURCES           = "arn:aws:sns:us-east-1:123456789012:release-approvals"
      APPROVAL_PIPELINES         = jsonencode(jsondecode(local.environments.request.APPROVAL_PIPELINES))
    }
    error_message = "approval-request reads other settings."
  }

  assert {
    condition = local.environments.decision == {
      APPROVALS_TABLE          = "approvals"
      APPROVALS_RETENTION_DAYS = "400"
      APPROVAL_BASE_URL        = "https://approve.example.com"
      APPROVAL_BRAND           = "{}"
    }
    error_message = "approval-decision needs its four settings, and nothing about mail or approvers."
  }

  assert {
    condition = local.environments.sweep == {
      APPROVALS_TABLE            = "approvals"
      APPROVALS_RETENTION_DAYS   = "400"
      APPROVAL_BASE_URL          = "https://approve.example.com"
      APPROVAL_BRAND             = "{}"
      APPROVAL_SENDER            = "Switchboard releases <releases@example.com>"
      APPROVAL_CONFIGURATION_SET = "release-approvals"
    }
    error_message = "approval-sweep reads other settings."
  }

  assert {
    condition     = local.timeout_seconds == { request = 30, decision = 20, sweep = 60 }
    error_message = "The time limits are those of the functions' pages."
  }

  assert {
    condition     = keys(output.functions) == ["approval-decision", "approval-request", "approval-sweep"] && output.functions["approval-sweep"].function_name == "approval-sweep" && output.functions["approval-decision"].function_name == "approval-decision" && output.functions["approval-request"].function_name == "approval-request"
    error_message = "Functions are named as their artifacts are."
  }

  assert {
    condition     = output.functions["approval-request"].failure_queue_name == "approval-request-failures" && output.functions["approval-sweep"].failure_queue_name == "approval-sweep-failures" && output.functions["approval-decision"].failure_queue_name == null
    error_message = "What is invoked asynchronously keeps what failed; the pages answer at once."
  }

  assert {
    condition = jsondecode(local.environments.request.APPROVAL_PIPELINES) == {
      storefront = {
        actions = ["Approval/Approve"]
        approvers = [
          { email = "ana@example.com", name = "Ana Ruiz", language = "en", timeZone = "America/New_York" },
          { email = "jonas@example.com", name = "Jonas Weber", language = "de", timeZone = "Europe/Berlin" },
        ]
        approvalsNeeded     = 1
        rejectionsNeeded    = 1
        stagingHosts        = ["staging.example.com", "*.staging.example.com"]
        notesHosts          = ["notes.example.com"]
        authorDomains       = ["example.com"]
        decideWithinMinutes = 2880
        contact             = "release-desk@example.com"
      }
      billing = {
        actions   = ["Gate/Release"]
        approvers = [{ email = "mei@example.com", name = "Mei Tan" }]
      }
    }
    error_message = "APPROVAL_PIPELINES: ${local.environments.request.APPROVAL_PIPELINES}"
  }

  assert {
    condition     = !strcontains(local.environments.request.APPROVAL_PIPELINES, "null") && !can(regex("\"[a-z]+_[a-z_]+\":", local.environments.request.APPROVAL_PIPELINES))
    error_message = "The function refuses null members and snake case."
  }

  assert {
    condition = jsonencode(local.permissions.request) == jsonencode([
      {
        sid       = "KeepRequests"
        actions   = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"]
        resources = ["arn:aws:dynamodb:us-east-1:123456789012:table/approvals"]
      },
      {
        sid       = "SendMail"
        actions   = ["ses:SendEmail"]
        resources = ["arn:aws:ses:us-east-1:123456789012:identity/*", "arn:aws:ses:us-east-1:123456789012:configuration-set/release-approvals"]
        condition = { StringEquals = { "ses:FromAddress" = ["releases@example.com"] } }
      },
      {
        sid       = "DescribeChanges"
        actions   = ["codepipeline:GetPipelineState", "codepipeline:GetPipelineExecution", "codepipeline:ListActionExecutions", "codepipeline:ListPipelineExecutions"]
        resources = ["arn:aws:codepipeline:us-east-1:123456789012:billing", "arn:aws:codepipeline:us-east-1:123456789012:storefront"]
      },
      {
        sid       = "UseTheKey"
        actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
        resources = ["arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"]
      },
    ])
    error_message = "approval-request: ${jsonencode(local.permissions.request)}"
  }

  assert {
    condition = jsonencode(local.permissions.decision) == jsonencode([
      {
        sid       = "ReadRequestsAndLinks"
        actions   = ["dynamodb:GetItem", "dynamodb:ConditionCheckItem"]
        resources = ["arn:aws:dynamodb:us-east-1:123456789012:table/approvals"]
      },
      {
        sid       = "WriteRequests"
        actions   = ["dynamodb:PutItem"]
        resources = ["arn:aws:dynamodb:us-east-1:123456789012:table/approvals"]
        condition = { "ForAllValues:StringLike" = { "dynamodb:LeadingKeys" = ["REQ#*", "ACTION#*"] } }
      },
      {
        sid       = "PutResults"
        actions   = ["codepipeline:PutApprovalResult"]
        resources = ["arn:aws:codepipeline:us-east-1:123456789012:billing/Gate/Release", "arn:aws:codepipeline:us-east-1:123456789012:storefront/Approval/Approve"]
      },
      {
        sid       = "ReadPipelines"
        actions   = ["codepipeline:GetPipelineState", "codepipeline:ListActionExecutions"]
        resources = ["arn:aws:codepipeline:us-east-1:123456789012:billing", "arn:aws:codepipeline:us-east-1:123456789012:storefront"]
      },
      {
        sid       = "UseTheKey"
        actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
        resources = ["arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"]
      },
    ])
    error_message = "approval-decision: ${jsonencode(local.permissions.decision)}"
  }

  assert {
    condition = jsonencode(local.permissions.sweep) == jsonencode([
      {
        sid       = "KeepRequests"
        actions   = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"]
        resources = ["arn:aws:dynamodb:us-east-1:123456789012:table/approvals"]
      },
      {
        sid       = "FindOpenRequests"
        actions   = ["dynamodb:Query"]
        resources = ["arn:aws:dynamodb:us-east-1:123456789012:table/approvals/index/open-requests"]
      },
      {
        sid       = "SendMail"
        actions   = ["ses:SendEmail"]
        resources = ["arn:aws:ses:us-east-1:123456789012:identity/*", "arn:aws:ses:us-east-1:123456789012:configuration-set/release-approvals"]
        condition = { StringEquals = { "ses:FromAddress" = ["releases@example.com"] } }
      },
      {
        sid       = "PutResults"
        actions   = ["codepipeline:PutApprovalResult"]
        resources = ["arn:aws:codepipeline:us-east-1:123456789012:billing/Gate/Release", "arn:aws:codepipeline:us-east-1:123456789012:storefront/Approval/Approve"]
      },
      {
        sid       = "DescribeChanges"
        actions   = ["codepipeline:GetPipelineState", "codepipeline:GetPipelineExecution", "codepipeline:ListActionExecutions", "codepipeline:ListPipelineExecutions"]
        resources = ["arn:aws:codepipeline:us-east-1:123456789012:billing", "arn:aws:codepipeline:us-east-1:123456789012:storefront"]
      },
      {
        sid       = "UseTheKey"
        actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
        resources = ["arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"]
      },
    ])
    error_message = "approval-sweep: ${jsonencode(local.permissions.sweep)}"
  }

  assert {
    condition = alltrue(flatten([
      for role, statements in local.permissions : [
        for statement in statements : [
          for resource in statement.resources : can(regex("^arn:aws:codepipeline:us-east-1:123456789012:[A-Za-z0-9.@_-]+/[A-Za-z0-9.@_-]+/[A-Za-z0-9.@_-]+$", resource))
        ] if contains(statement.actions, "codepipeline:PutApprovalResult")
      ]
    ]))
    error_message = "codepipeline:PutApprovalResult is for <pipeline>/<stage>/<action>, without a wildcard."
  }

  assert {
    condition     = !strcontains(jsonencode(local.permissions.request), "PutApprovalResult") && !strcontains(jsonencode(local.permissions.decision), "ses:") && !strcontains(jsonencode(local.permissions.decision), "UpdateItem")
    error_message = "approval-request puts no results, approval-decision sends no mail and makes no links."
  }
}

run "whoever_is_asked_can_be_answered" {
  variables {
    pipelines = {
      storefront = { actions = ["Uat/Approval-1", "Production/Approval-2"], approvers = [{ email = "ana@example.com", name = "Ana Ruiz" }] }
      billing    = { stage = "Gate", action = "Release", approvers = [{ email = "mei@example.com", name = "Mei Tan" }] }
    }
  }

  assert {
    condition = { for name, pipeline in jsondecode(local.environments.request.APPROVAL_PIPELINES) : name => pipeline.actions } == {
      billing    = ["Gate/Release"]
      storefront = ["Production/Approval-2", "Uat/Approval-1"]
    }
    error_message = "The function asks about the named actions: ${local.environments.request.APPROVAL_PIPELINES}"
  }

  # The setting is what the function reads, so it is compared, and not the list that it was made from.
  assert {
    condition = alltrue([
      for role in ["decision", "sweep"] :
      toset(flatten([for statement in local.permissions[role] : statement.resources if contains(statement.actions, "codepipeline:PutApprovalResult")])) ==
      toset(flatten([
        for name, pipeline in jsondecode(local.environments.request.APPROVAL_PIPELINES) :
        [for action in pipeline.actions : "arn:aws:codepipeline:us-east-1:123456789012:${name}/${action}"]
      ]))
    ])
    error_message = "approval-decision and approval-sweep may answer exactly the actions that approval-request asks about: ${jsonencode(local.permissions)}"
  }
}

run "queues_are_read_and_allowed" {
  variables {
    delivery = "queue"
  }

  assert {
    condition = jsonencode([for statement in local.permissions.request : statement if statement.sid == "ReadQueues"]) == jsonencode([{
      sid       = "ReadQueues"
      actions   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
      resources = ["arn:aws:sqs:us-east-1:123456789012:release-approvals"]
    }])
    error_message = "approval-request must be able to read its queue, and no other."
  }

  assert {
    condition = toset(split(",", local.environments.request.APPROVAL_SOURCES)) == toset([
      "arn:aws:sns:us-east-1:123456789012:release-approvals",
      "arn:aws:sqs:us-east-1:123456789012:release-approvals",
    ])
    error_message = "The function takes messages of the topic and of the queue: ${local.environments.request.APPROVAL_SOURCES}"
  }

  assert {
    condition     = length(local.measured.APPROVAL_SOURCES) >= length(local.environments.request.APPROVAL_SOURCES)
    error_message = "The measured size would be too small."
  }

  assert {
    condition     = output.functions["approval-request"].failure_queue_name == null
    error_message = "SQS keeps what failed: nothing invokes approval-request asynchronously."
  }
}

run "all_functions_show_the_brand" {
  variables {
    brand = { name = "Example Ltd", accent = "#7a1fa2", logo_file = "tests/logo.png", contact = "help@example.com" }
  }

  assert {
    condition = alltrue([
      for environment in values(local.environments) : jsondecode(environment.APPROVAL_BRAND) == {
        name    = "Example Ltd"
        accent  = "#7a1fa2"
        logo    = filebase64("tests/logo.png")
        contact = "help@example.com"
      }
    ])
    error_message = "APPROVAL_BRAND: ${local.environments.decision.APPROVAL_BRAND}"
  }
}
