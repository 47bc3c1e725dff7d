using Survey.Devnets.Bacalhau.Wire;

namespace Survey.Devnets.Bacalhau;

/// <summary>What <c>agent/config</c> shows: the settings that have a meaning here, in the real tree.</summary>
internal static class ConfigurationTree
{
    public static object Of(DevnetSettings settings, BacalhauDevnetOptions options) => new
    {
        API = new { Host = "127.0.0.1", TLS = new { Insecure = false }, Auth = Auth(options) },
        NameProvider = "puuid",
        DataDir = settings.StateFolder,
        Orchestrator = new
        {
            Enabled = true,
            Host = "127.0.0.1",
            Auth = new { },
            TLS = new { },
            Cluster = new { },
            NodeManager = new { DisconnectTimeout = "1m0s" },
            Scheduler = new
            {
                WorkerCount = 1,
                QueueBackoff = Duration(options.Timing.QueueBackoff),
                HousekeepingInterval = "30s",
                HousekeepingTimeout = "2m0s",
            },
            EvaluationBroker = new { VisibilityTimeout = "1m0s", MaxRetryCount = 10 },
        },
        Compute = new
        {
            Enabled = true,
            Network = new { AdvertisedAddress = "127.0.0.1", PortRangeStart = options.PortRange.First, PortRangeEnd = options.PortRange.Last },
            Auth = new { },
            Heartbeat = new { InfoUpdateInterval = Duration(options.Timing.InfoUpdate), Interval = Duration(options.Timing.Heartbeat) },
            AllocatedCapacity = new { CPU = "80%", Memory = "80%", Disk = "80%", GPU = "100%" },
            AllowListedLocalPaths = options.AllowedPaths,
            TLS = new { },
            Env = new { AllowList = options.AllowedVariables },
        },
        Labels = new { },
        InputSources = new { ReadTimeout = "5m0s", MaxRetryCount = 3, Types = new { IPFS = new { } } },
        Publishers = new { Types = new { IPFS = new { }, S3 = new { }, Local = new { Address = "127.0.0.1" } } },
        Engines = new { Types = new { Docker = new { ManifestCache = new { Size = 1000, TTL = "1h0m0s", Refresh = "1h0m0s" } } } },
        JobDefaults = new { Batch = Defaults(), Ops = Defaults(), Daemon = Defaults(), Service = Defaults() },
        JobAdmissionControl = new { Locality = "anywhere" },
        Logging = new { Level = "info", Mode = "default", LogDebugInfoInterval = "30s" },
        UpdateConfig = new { },
        FeatureFlags = new { },
        DisableAnalytics = true,
    };

    private static object Auth(BacalhauDevnetOptions options) => options.Users.Count == 0
        ? new { Methods = new { ClientKey = new { Type = "challenge" } }, Oauth2 = new { } }
        : new
        {
            Methods = new { ClientKey = new { Type = "challenge" } },
            Users = options.Users.Select(user => new { Alias = user.Name, Password = "********", Capabilities = new[] { new { Actions = user.Capabilities } } }),
            Oauth2 = new { },
        };

    private static object Defaults() => new { Task = new { Resources = new { CPU = "500m", Memory = "512Mb" } } };

    private static string Duration(TimeSpan span) => WireTime.Duration((long)span.TotalSeconds);
}
