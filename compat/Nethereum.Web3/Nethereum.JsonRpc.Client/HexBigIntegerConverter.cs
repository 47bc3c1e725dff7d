using Nethereum.Hex.HexTypes;
using Newtonsoft.Json;

namespace Nethereum.JsonRpc.Client;

/// <summary>Numbers travel as hex text.</summary>
internal sealed class HexBigIntegerConverter : JsonConverter<HexBigInteger>
{
    public override HexBigInteger? ReadJson(JsonReader reader, Type objectType, HexBigInteger? existingValue, bool hasExistingValue, JsonSerializer serializer) =>
        reader.Value is string hex ? new HexBigInteger(hex) : null;

    public override void WriteJson(JsonWriter writer, HexBigInteger? value, JsonSerializer serializer) => writer.WriteValue(value?.HexValue);
}
