locals {
  deploy_operations = jsonencode({
    Version = "2012-10-17"
    Statement = concat([
      {
        Sid    = "AlarmsAndDashboards"
        Effect = "Allow"
        Action = [
          "cloudwatch:DeleteAlarms", "cloudwatch:DeleteDashboards", "cloudwatch:PutDashboard", "cloudwatch:PutMetricAlarm",
          "cloudwatch:TagResource", "cloudwatch:UntagResource",
        ]
        Resource = concat(local.arns.alarms, local.dashboard_arns)
      },
      {
        Sid    = "Logs"
        Effect = "Allow"
        Action = [
          "logs:AssociateKmsKey", "logs:CreateLogGroup", "logs:DeleteLogGroup", "logs:DeleteMetricFilter",
          "logs:PutMetricFilter", "logs:PutRetentionPolicy", "logs:TagResource", "logs:UntagResource",
        ]
        Resource = local.arns.log_groups
      },
      {
        Sid    = "LogDelivery"
        Effect = "Allow"
        Action = [
          "logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:DeleteResourcePolicy", "logs:PutResourcePolicy",
          "logs:UpdateLogDelivery",
        ]
        # These actions take no resource.
        Resource = "*"
      },
      {
        Sid    = "Events"
        Effect = "Allow"
        Action = [
          "events:DeleteRule", "events:DisableRule", "events:EnableRule", "events:PutRule", "events:PutTargets",
          "events:RemoveTargets", "events:TagResource", "events:UntagResource",
        ]
        Resource = local.arns.rules
      },
      {
        # A deployment reports itself on the account's default bus, and can use no other source name.
        Sid       = "TellOfDeployments"
        Effect    = "Allow"
        Action    = "events:PutEvents"
        Resource  = "arn:${local.partition}:events:${local.here}:event-bus/default"
        Condition = { StringEquals = { "events:source" = "switchboard.delivery" } }
      },
      {
        Sid    = "Schedules"
        Effect = "Allow"
        Action = [
          "scheduler:CreateSchedule", "scheduler:CreateScheduleGroup", "scheduler:DeleteSchedule",
          "scheduler:DeleteScheduleGroup", "scheduler:TagResource", "scheduler:UntagResource", "scheduler:UpdateSchedule",
        ]
        Resource = local.schedule_arns
      },
      {
        Sid    = "Mail"
        Effect = "Allow"
        Action = [
          "ses:CreateConfigurationSet", "ses:CreateConfigurationSetEventDestination", "ses:CreateEmailIdentity",
          "ses:DeleteConfigurationSet", "ses:DeleteConfigurationSetEventDestination", "ses:DeleteEmailIdentity",
          "ses:PutConfigurationSetDeliveryOptions", "ses:PutConfigurationSetReputationOptions",
          "ses:PutConfigurationSetSendingOptions", "ses:PutConfigurationSetSuppressionOptions",
          "ses:PutEmailIdentityConfigurationSetAttributes", "ses:PutEmailIdentityDkimSigningAttributes", "ses:TagResource",
          "ses:UntagResource", "ses:UpdateConfigurationSetEventDestination",
        ]
        Resource = local.mail_arns
      },
      ],
      [for statement in local.deploy_flags : statement if !local.is_tooling],
      local.is_faulty ? [{
        # A person starts and stops experiments.
        Sid    = "Experiments"
        Effect = "Allow"
        Action = [
          "fis:CreateExperimentTemplate", "fis:DeleteExperimentTemplate", "fis:TagResource", "fis:UntagResource",
          "fis:UpdateExperimentTemplate",
        ]
        Resource = concat(local.fis_arns, ["arn:${local.partition}:fis:${var.region}:*:action/aws:lambda:*"])
      }] : [],
    )
  })

  deploy_flags = [
    {
      Sid    = "NewFlags"
      Effect = "Allow"
      Action = ["appconfig:CreateApplication", "appconfig:CreateDeploymentStrategy"]
      # These have no names before they exist.
      Resource = "*"
    },
    {
      Sid    = "Flags"
      Effect = "Allow"
      Action = [
        "appconfig:CreateConfigurationProfile", "appconfig:CreateEnvironment", "appconfig:CreateHostedConfigurationVersion",
        "appconfig:DeleteApplication", "appconfig:DeleteConfigurationProfile", "appconfig:DeleteDeploymentStrategy",
        "appconfig:DeleteEnvironment", "appconfig:DeleteHostedConfigurationVersion", "appconfig:StartDeployment",
        "appconfig:StopDeployment", "appconfig:TagResource", "appconfig:UntagResource", "appconfig:UpdateApplication",
        "appconfig:UpdateConfigurationProfile", "appconfig:UpdateDeploymentStrategy", "appconfig:UpdateEnvironment",
      ]
      Resource = local.appconfig_arns
    },
  ]
}
