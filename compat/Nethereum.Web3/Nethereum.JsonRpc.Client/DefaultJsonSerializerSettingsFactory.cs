using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;

namespace Nethereum.JsonRpc.Client;

public static class DefaultJsonSerializerSettingsFactory
{
    public static JsonSerializerSettings BuildDefaultJsonSerializerSettings() => new()
    {
        NullValueHandling = NullValueHandling.Ignore,
        MissingMemberHandling = MissingMemberHandling.Ignore,
        MaxDepth = 64,
        ContractResolver = new CamelCasePropertyNamesContractResolver(),
        Converters = { new HexBigIntegerConverter() },
    };
}
