using System.Text.Json;

namespace Survey.Worker.Serving;

/// <summary>Reads the JSON of <c>POST /v2/models/{name}/infer</c>; members it does not know are skipped.</summary>
/// <remarks>https://github.com/open-inference/open-inference-protocol/blob/main/specification/protocol/inference_rest.md</remarks>
internal static class InferenceRequestReader
{
    public static void Read(ReadOnlySpan<byte> json, InferenceRequest request)
    {
        try
        {
            var cursor = new JsonCursor(json);
            cursor.Enter(JsonTokenType.StartObject, "request");
            while (cursor.NextProperty())
                ReadMember(ref cursor, request);
            cursor.Read();
        }
        catch (JsonException exception)
        {
            throw new ProtocolException(400, $"The request is not valid JSON: {exception.Message}");
        }
    }

    private static void ReadMember(ref JsonCursor cursor, InferenceRequest request)
    {
        if (cursor.NameIs("inputs"u8))
        {
            cursor.Enter(JsonTokenType.StartArray, "inputs");
            while (NextObject(ref cursor, "inputs"))
                ReadInput(ref cursor, request);
        }
        else if (cursor.NameIs("outputs"u8))
        {
            cursor.Enter(JsonTokenType.StartArray, "outputs");
            while (NextObject(ref cursor, "outputs"))
                ReadOutput(ref cursor, request);
        }
        else if (cursor.NameIs("parameters"u8))
        {
            cursor.Enter(JsonTokenType.StartObject, "parameters");
            while (cursor.NextProperty())
            {
                if (cursor.NameIs("binary_data_output"u8))
                    request.BinaryOutput = cursor.ReadBoolean("binary_data_output");
                else
                    cursor.Skip();
            }
        }
        else if (cursor.NameIs("id"u8))
        {
            cursor.Read();
            request.Id = cursor.GetString();
        }
        else
        {
            cursor.Skip();
        }
    }

    private static void ReadInput(ref JsonCursor cursor, InferenceRequest request)
    {
        if (++request.Inputs > 1)
            throw new ProtocolException(400, "The request holds several inputs; the model takes one.");
        while (cursor.NextProperty())
        {
            if (cursor.NameIs("data"u8))
            {
                cursor.Enter(JsonTokenType.StartArray, "data");
                cursor.ReadNumbers(request.Numbers);
                request.HasData = true;
            }
            else if (cursor.NameIs("name"u8))
            {
                cursor.Read();
                request.InputName = cursor.GetString();
            }
            else if (cursor.NameIs("datatype"u8))
            {
                cursor.Read();
                request.Datatype = cursor.GetString();
            }
            else if (cursor.NameIs("shape"u8))
            {
                ReadShape(ref cursor, request);
            }
            else if (cursor.NameIs("parameters"u8))
            {
                cursor.Enter(JsonTokenType.StartObject, "parameters");
                while (cursor.NextProperty())
                {
                    if (cursor.NameIs("binary_data_size"u8))
                        request.BinaryBytes = cursor.ReadCount("binary_data_size");
                    else
                        cursor.Skip();
                }
            }
            else
            {
                cursor.Skip();
            }
        }
    }

    private static void ReadShape(ref JsonCursor cursor, InferenceRequest request)
    {
        cursor.Enter(JsonTokenType.StartArray, "shape");
        request.Shape.Clear();
        while (cursor.Read() && cursor.TokenType != JsonTokenType.EndArray)
        {
            request.Shape.Add(cursor.AsCount("shape"));
            if (request.Shape.Count > 8)
                throw new ProtocolException(400, "'shape' has more than eight dimensions.");
        }
    }

    private static void ReadOutput(ref JsonCursor cursor, InferenceRequest request)
    {
        request.Outputs++;
        while (cursor.NextProperty())
        {
            if (cursor.NameIs("name"u8))
            {
                cursor.Read();
                request.OutputName = cursor.GetString();
            }
            else if (cursor.NameIs("parameters"u8))
            {
                cursor.Enter(JsonTokenType.StartObject, "parameters");
                while (cursor.NextProperty())
                {
                    if (cursor.NameIs("binary_data"u8))
                        request.BinaryOutput = cursor.ReadBoolean("binary_data");
                    else
                        cursor.Skip();
                }
            }
            else
            {
                cursor.Skip();
            }
        }
    }

    private static bool NextObject(ref JsonCursor cursor, string what)
    {
        cursor.Read();
        return cursor.TokenType switch
        {
            JsonTokenType.StartObject => true,
            JsonTokenType.EndArray => false,
            _ => throw new ProtocolException(400, $"'{what}' must hold objects."),
        };
    }
}
