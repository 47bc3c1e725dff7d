namespace Survey.Devnets.Ocean.Compute;

/// <summary>States of a job, as the node numbers them.</summary>
internal enum JobStatus
{
    PullingImage = 10,
    PullFailed = 11,
    BuildingImage = 12,
    BuildFailed = 13,
    ConfiguringVolumes = 20,
    ProvisioningData = 30,
    DataProvisioningFailed = 31,
    Running = 40,
    AlgorithmStartFailed = 41,
    PublishingResults = 60,
    Finished = 70,
    Settling = 71,
}

/// <summary>Their texts.</summary>
internal static class JobStatusText
{
    public static string Of(JobStatus status) => status switch
    {
        JobStatus.PullingImage => "Pulling algorithm image",
        JobStatus.PullFailed => "Pulling algorithm image failed",
        JobStatus.BuildingImage => "Building algorithm image",
        JobStatus.BuildFailed => "Building algorithm image failed",
        JobStatus.ConfiguringVolumes => "Configuring volumes",
        JobStatus.ProvisioningData => "Provisioning data",
        JobStatus.DataProvisioningFailed => "Data provisioning failed",
        JobStatus.Running => "Running algorithm ",
        JobStatus.AlgorithmStartFailed => "Failed to start algorithm container",
        JobStatus.PublishingResults => "Publishing results",
        JobStatus.Finished => "Job finished",
        _ => "Job settling",
    };
}
