# EC2's state-change events, in a queue that aws-cloud-unmap reads. The same as cloudformation.yaml.

terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

variable "sending_accounts" {
  description = "The accounts whose further regions send their events here. Include this account if other regions of it do. Without any, no bus is made."
  type        = list(string)
  default     = []
}

locals {
  name       = "aws-cloud-unmap-events"
  is_central = length(var.sending_accounts) > 0 ? 1 : 0

  pattern = jsonencode({
    source      = ["aws.ec2"]
    detail-type = ["EC2 Instance State-change Notification"]
    detail = {
      state = ["shutting-down", "terminated", "pending", "running"]
    }
  })
}

resource "aws_sqs_queue" "events" {
  name = local.name
  # Older events are worth nothing: passes have found by then what they tell.
  message_retention_seconds = 300
  sqs_managed_sse_enabled   = true
}

resource "aws_cloudwatch_event_rule" "own" {
  name          = local.name
  description   = "Instances of this region that end or begin, for aws-cloud-unmap"
  event_pattern = local.pattern
}

resource "aws_cloudwatch_event_target" "own" {
  rule = aws_cloudwatch_event_rule.own.name
  arn  = aws_sqs_queue.events.arn
}

resource "aws_cloudwatch_event_bus" "central" {
  count = local.is_central
  name  = local.name
}

resource "aws_cloudwatch_event_bus_policy" "central" {
  count          = local.is_central
  event_bus_name = aws_cloudwatch_event_bus.central[0].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "SendingAccounts"
      Effect    = "Allow"
      Principal = { AWS = var.sending_accounts }
      Action    = "events:PutEvents"
      Resource  = aws_cloudwatch_event_bus.central[0].arn
    }]
  })
}

resource "aws_cloudwatch_event_rule" "central" {
  count          = local.is_central
  name           = local.name
  description    = "Instances of further regions that end or begin, for aws-cloud-unmap"
  event_bus_name = aws_cloudwatch_event_bus.central[0].name
  event_pattern  = local.pattern
}

resource "aws_cloudwatch_event_target" "central" {
  count          = local.is_central
  rule           = aws_cloudwatch_event_rule.central[0].name
  event_bus_name = aws_cloudwatch_event_bus.central[0].name
  arn            = aws_sqs_queue.events.arn
}

resource "aws_sqs_queue_policy" "events" {
  queue_url = aws_sqs_queue.events.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "EventsOfTheRules"
        Effect    = "Allow"
        Principal = { Service = "events.amazonaws.com" }
        Action    = "sqs:SendMessage"
        Resource  = aws_sqs_queue.events.arn
        Condition = {
          ArnEquals = {
            "aws:SourceArn" = concat([aws_cloudwatch_event_rule.own.arn], aws_cloudwatch_event_rule.central[*].arn)
          }
        }
      },
      {
        Sid       = "TlsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sqs:*"
        Resource  = aws_sqs_queue.events.arn
        Condition = {
          Bool = { "aws:SecureTransport" = "false" }
        }
      },
    ]
  })
}

output "queue_url" {
  description = "For events in the configuration of aws-cloud-unmap"
  value       = aws_sqs_queue.events.url
}

output "queue_arn" {
  value = aws_sqs_queue.events.arn
}

output "bus_arn" {
  description = "For bus_arn of the module further-region; null without sending_accounts"
  value       = one(aws_cloudwatch_event_bus.central[*].arn)
}
