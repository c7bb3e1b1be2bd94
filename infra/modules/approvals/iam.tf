locals {
  codepipeline_arn = "arn:${local.partition}:codepipeline:${local.region}:${local.account}"
  pipeline_arns    = [for name in keys(var.pipelines) : "${local.codepipeline_arn}:${name}"]
  action_arns      = flatten([for name, actions in local.actions : [for action in actions : "${local.codepipeline_arn}:${name}/${action}"]])

  use_key = {
    sid       = "UseTheKey"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [var.kms_key_arn]
  }
  keep_requests = {
    sid       = "KeepRequests"
    actions   = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"]
    resources = [module.table.table_arn]
  }
  # In its sandbox, SES also requires the permission on the identity (address or domain) of every recipient, so the
  # sender's identity is not enough. The condition on the sender prevents mail in any other name.
  send_mail = {
    sid       = "SendMail"
    actions   = ["ses:SendEmail"]
    resources = ["arn:${local.partition}:ses:${local.region}:${local.account}:identity/*", aws_sesv2_configuration_set.this.arn]
    condition = { StringEquals = { "ses:FromAddress" = [local.sender_address] } }
  }
  describe_changes = {
    sid       = "DescribeChanges"
    actions   = ["codepipeline:GetPipelineState", "codepipeline:GetPipelineExecution", "codepipeline:ListActionExecutions", "codepipeline:ListPipelineExecutions"]
    resources = local.pipeline_arns
  }
  put_results = {
    sid       = "PutResults"
    actions   = ["codepipeline:PutApprovalResult"]
    resources = local.action_arns
  }

  # What each function does is on its page in docs/functions. Its role may do exactly that.
  permissions = {
    request = concat(
      [local.keep_requests, local.send_mail, local.describe_changes, local.use_key],
      [
        for arns in [aws_sqs_queue.requests[*].arn] : {
          sid       = "ReadQueues"
          actions   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
          resources = arns
        } if length(arns) > 0
      ],
    )
    decision = [
      {
        sid       = "ReadRequestsAndLinks"
        actions   = ["dynamodb:GetItem", "dynamodb:ConditionCheckItem"]
        resources = [module.table.table_arn]
      },
      # Requests, and the last approved release of each action. Keys of links begin with TOK#, so an attacker who
      # controls this function cannot create a link.
      {
        sid       = "WriteRequests"
        actions   = ["dynamodb:PutItem"]
        resources = [module.table.table_arn]
        condition = { "ForAllValues:StringLike" = { "dynamodb:LeadingKeys" = ["REQ#*", "ACTION#*"] } }
      },
      local.put_results,
      {
        sid       = "ReadPipelines"
        actions   = ["codepipeline:GetPipelineState", "codepipeline:ListActionExecutions"]
        resources = local.pipeline_arns
      },
      local.use_key,
    ]
    sweep = [
      local.keep_requests,
      {
        sid       = "FindOpenRequests"
        actions   = ["dynamodb:Query"]
        resources = [module.table.open_requests_index_arn]
      },
      local.send_mail,
      local.put_results,
      local.describe_changes,
      local.use_key,
    ]
  }
}
