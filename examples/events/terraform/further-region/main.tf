# EC2's state-change events of a further region or account, sent to the bus beside the queue that aws-cloud-unmap reads.
# The same as cloudformation-further-region.yaml.

terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

variable "bus_arn" {
  description = "The output bus_arn of the module central"
  type        = string
}

resource "aws_cloudwatch_event_rule" "own" {
  name        = "aws-cloud-unmap-events"
  description = "Instances of this region that end or begin, for aws-cloud-unmap"
  event_pattern = jsonencode({
    source      = ["aws.ec2"]
    detail-type = ["EC2 Instance State-change Notification"]
    detail = {
      state = ["shutting-down", "terminated", "pending", "running"]
    }
  })
}

resource "aws_cloudwatch_event_target" "bus" {
  rule     = aws_cloudwatch_event_rule.own.name
  arn      = var.bus_arn
  role_arn = aws_iam_role.send.arn
}

resource "aws_iam_role" "send" {
  name_prefix = "aws-cloud-unmap-events-"
  description = "Lets EventBridge send events to the bus of aws-cloud-unmap"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "send" {
  name = "send-events"
  role = aws_iam_role.send.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "events:PutEvents"
      Resource = var.bus_arn
    }]
  })
}
