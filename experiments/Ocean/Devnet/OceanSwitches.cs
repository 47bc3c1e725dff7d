namespace Survey.Devnets.Ocean;

/// <summary>
/// Where ocean-node 3.2.0 does something else than its documentation says. All are off unless asked for, so that unentitled calls are
/// refused; tests of the probes and the replay of the transcripts switch them on.
/// </summary>
internal sealed record OceanSwitches
{
    /// <summary>A free job may use a priced asset that its owner never ordered.</summary>
    public bool FreeJobWithoutOrder { get; init; }

    /// <summary>A token works for the account it was not made for.</summary>
    public bool TokenOfAnotherAccount { get; init; }

    /// <summary>A job may be paid with an order that another account made.</summary>
    public bool OrderOfAnotherAccount { get; init; }

    /// <summary>An asset in the state end-of-life can still be ordered, an unlisted one cannot.</summary>
    public bool StateCheckedByIndex { get; init; }

    /// <summary>A stop that comes before the container has a start time is answered and forgotten.</summary>
    public bool LostStop { get; init; }

    /// <summary>A token can be invalidated without a valid signature, and no nonce is used up.</summary>
    public bool UnsignedInvalidation { get; init; }

    /// <summary>A job id without its cluster, together with a consumer, gives all jobs of the consumer.</summary>
    public bool BareJobIdGivesAll { get; init; }

    /// <summary>The Range header is ignored: 200 and the whole file.</summary>
    public bool RangeIgnored { get; init; }

    /// <summary>Nothing deviates.</summary>
    public static OceanSwitches None { get; } = new();

    /// <summary>Everything as in 3.2.0.</summary>
    public static OceanSwitches Version320 { get; } = new()
    {
        FreeJobWithoutOrder = true,
        TokenOfAnotherAccount = true,
        OrderOfAnotherAccount = true,
        StateCheckedByIndex = true,
        LostStop = true,
        UnsignedInvalidation = true,
        BareJobIdGivesAll = true,
        RangeIgnored = true,
    };

    /// <summary>Those named among the options of the devnet; <c>v3.2.0=true</c> names them all.</summary>
    public static OceanSwitches From(DevnetSettings settings) => settings.Switch("v3.2.0") ? Version320 : new()
    {
        FreeJobWithoutOrder = settings.Switch("free-job-without-order"),
        TokenOfAnotherAccount = settings.Switch("token-of-another-account"),
        OrderOfAnotherAccount = settings.Switch("order-of-another-account"),
        StateCheckedByIndex = settings.Switch("state-checked-by-index"),
        LostStop = settings.Switch("lost-stop"),
        UnsignedInvalidation = settings.Switch("unsigned-invalidation"),
        BareJobIdGivesAll = settings.Switch("bare-job-id-gives-all"),
        RangeIgnored = settings.Switch("range-ignored"),
    };
}
