using Nethereum.Hex.HexTypes;
using Newtonsoft.Json;

namespace Nethereum.RPC.Eth.DTOs;

[JsonConverter(typeof(BlockParameterConverter))]
public class BlockParameter
{
    private readonly string value;

    public BlockParameter(HexBigInteger blockNumber) => value = blockNumber.HexValue;

    private BlockParameter(string tag) => value = tag;

    public static BlockParameter CreateLatest() => new("latest");

    public static BlockParameter CreatePending() => new("pending");

    public string GetRPCParam() => value;
}

internal sealed class BlockParameterConverter : JsonConverter<BlockParameter>
{
    public override BlockParameter? ReadJson(JsonReader reader, Type objectType, BlockParameter? existingValue, bool hasExistingValue, JsonSerializer serializer) =>
        throw new NotSupportedException("A block parameter is only ever sent.");

    public override void WriteJson(JsonWriter writer, BlockParameter? value, JsonSerializer serializer) => writer.WriteValue(value?.GetRPCParam());
}
