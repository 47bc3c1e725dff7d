using Nethereum.ABI.FunctionEncoding.Attributes;
using Nethereum.Contracts;

namespace Survey.Devnets.Ocean.Chain;

/// <summary>A contract whose constructor takes nothing.</summary>
internal sealed class PlainDeployment() : ContractDeploymentMessage("");

/// <summary>A contract whose constructor takes one address.</summary>
internal sealed class OneAddressDeployment() : ContractDeploymentMessage("")
{
    [Parameter("address", "first", 1)]
    public string First { get; set; } = "";
}

/// <summary>A contract whose constructor takes two addresses.</summary>
internal sealed class TwoAddressDeployment() : ContractDeploymentMessage("")
{
    [Parameter("address", "first", 1)]
    public string First { get; set; } = "";

    [Parameter("address", "second", 2)]
    public string Second { get; set; } = "";
}

/// <summary>A contract whose constructor takes three addresses.</summary>
internal sealed class ThreeAddressDeployment() : ContractDeploymentMessage("")
{
    [Parameter("address", "first", 1)]
    public string First { get; set; } = "";

    [Parameter("address", "second", 2)]
    public string Second { get; set; } = "";

    [Parameter("address", "third", 3)]
    public string Third { get; set; } = "";
}

/// <summary>FactoryRouter's constructor.</summary>
internal sealed class RouterDeployment() : ContractDeploymentMessage("")
{
    [Parameter("address", "_routerOwner", 1)]
    public string Owner { get; set; } = "";

    [Parameter("address", "_oceanToken", 2)]
    public string OceanToken { get; set; } = "";

    [Parameter("address", "_bpoolTemplate", 3)]
    public string PoolTemplate { get; set; } = "";

    [Parameter("address", "_opcCollector", 4)]
    public string Collector { get; set; } = "";

    [Parameter("address[]", "_preCreatedPools", 5)]
    public List<string> PreCreatedPools { get; set; } = [];
}

[Function("addTokenTemplate")]
internal sealed class AddTokenTemplateFunction : FunctionMessage
{
    [Parameter("address", "_templateAddress", 1)]
    public string Template { get; set; } = "";
}

[Function("addFactory")]
internal sealed class AddFactoryFunction : FunctionMessage
{
    [Parameter("address", "_factory", 1)]
    public string Factory { get; set; } = "";
}

[Function("addFixedRateContract")]
internal sealed class AddFixedRateFunction : FunctionMessage
{
    [Parameter("address", "_fixedRate", 1)]
    public string FixedRate { get; set; } = "";
}

[Function("addDispenserContract")]
internal sealed class AddDispenserFunction : FunctionMessage
{
    [Parameter("address", "_dispenser", 1)]
    public string Dispenser { get; set; } = "";
}
