namespace Survey.Devnets.Bacalhau.Wire;

/// <summary>The bodies the API takes, as Go types.</summary>
internal static class RequestSchemas
{
    private static readonly GoType Text = new GoString();
    private static readonly GoType Integer = new GoInteger();
    private static readonly GoType Seconds = new GoInteger("int64");
    private static readonly GoType Counter = new GoInteger("uint64");
    private static readonly GoType Any = new GoAny();

    private static readonly GoStruct Spec = Struct("models.SpecConfig", ("Type", Text), ("Params", Any));

    private static readonly GoStruct Network = Struct(
        "models.NetworkConfig",
        ("Type", new GoString("models.Network", NetworkTypes.Normalize)),
        ("Domains", new GoSlice(Text)),
        ("Ports", new GoSlice(Struct("models.PortMapping", ("Name", Text), ("Static", Integer), ("Target", Integer), ("HostNetwork", Text)))));

    private static readonly GoStruct Task = Struct(
        "models.Task",
        ("Name", Text),
        ("Engine", Spec),
        ("Publisher", Spec),
        ("Env", new GoMap(new GoString("models.EnvVarValue"))),
        ("Meta", new GoMap(Text)),
        ("InputSources", new GoSlice(Struct("models.InputSource", ("Source", Spec), ("Alias", Text), ("Target", Text)))),
        ("ResultPaths", new GoSlice(Struct("models.ResultPath", ("Name", Text), ("Path", Text)))),
        ("Resources", Struct("models.ResourcesConfig", ("CPU", Text), ("Memory", Text), ("Disk", Text), ("GPU", Text))),
        ("Network", Network),
        ("Timeouts", Struct("models.TimeoutConfig", ("ExecutionTimeout", Seconds), ("QueueTimeout", Seconds), ("TotalTimeout", Seconds))));

    private static readonly GoStruct Job = Struct(
        "models.job",
        ("ID", Text),
        ("Name", Text),
        ("Namespace", Text),
        ("Type", Text),
        ("Priority", Integer),
        ("Count", Integer),
        ("Constraints", new GoSlice(Struct("models.LabelSelectorRequirement", ("Key", Text), ("Operator", Text), ("Values", new GoSlice(Text))))),
        ("Meta", new GoMap(Text)),
        ("Labels", new GoMap(Text)),
        ("Tasks", new GoSlice(Task)),
        ("State", Struct("models.State[models.JobStateType]", ("StateType", new GoString("models.JobStateType")), ("Message", Text))),
        ("Version", Counter),
        ("Revision", Counter),
        ("CreateTime", Seconds),
        ("ModifyTime", Seconds)) with
    {
        DecodesItself = true,
        Embedded = "alias",
        Own = new HashSet<string> { "Count" },
    };

    public static GoStruct PutJob { get; } = Request("apimodels.PutJobRequest", ("Job", Job), ("Force", new GoBoolean()));

    public static GoStruct DiffJob { get; } = Request("apimodels.DiffJobRequest", ("Job", Job));

    public static GoStruct StopJob { get; } = Request("apimodels.StopJobRequest", ("Reason", Text));

    public static GoStruct RerunJob { get; } = Request("apimodels.RerunJobRequest", ("JobVersion", Counter), ("Reason", Text));

    public static GoStruct PutNode { get; } = Request("apimodels.PutNodeRequest", ("Action", Text), ("Message", Text), ("NodeID", Text));

    public static GoStruct Authenticate { get; } = Struct("AuthnRequest", ("Name", Text), ("MethodData", new GoBytes()));

    private static GoStruct Request(string name, params (string Name, GoType Type)[] fields) =>
        Struct(name, [("Namespace", Text), ("Credential", Any), ("IdempotencyToken", Text), .. fields]);

    private static GoStruct Struct(string name, params (string Name, GoType Type)[] fields) =>
        new(name, fields.ToDictionary(field => field.Name, field => field.Type, StringComparer.Ordinal));
}
