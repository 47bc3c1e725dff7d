using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.ML.OnnxRuntime;
using Survey.Worker.Inference;

namespace Survey.Worker.Serving;

/// <summary>The Open Inference Protocol v2 over HTTP: finds the resource a path names and answers for it.</summary>
internal sealed class ProtocolRouter(IReadOnlyDictionary<string, ServedModel> models, InferenceEndpoint inference, Stamps stamps, TextWriter log)
{
    /// <summary>The path that nearly every request has, known without taking it apart.</summary>
    private readonly Dictionary<string, ServedModel> inferencePaths = models.ToDictionary(model => $"/v2/models/{model.Key}/infer", model => model.Value, StringComparer.Ordinal);

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await RouteAsync(context);
        }
        catch (ProtocolException exception)
        {
            await FailAsync(context, exception.Status, exception.Message);
        }
        catch (BadHttpRequestException exception)
        {
            await FailAsync(context, exception.StatusCode, exception.Message);
        }
        catch (OnnxRuntimeException exception)
        {
            log.WriteLine($"Inference failed: {exception.Message}");
            await FailAsync(context, StatusCodes.Status500InternalServerError, "The model could not be run on this input.");
        }
    }

    private Task RouteAsync(HttpContext context)
    {
        if (inferencePaths.TryGetValue(context.Request.Path.Value ?? "", out var served) && HttpMethods.IsPost(context.Request.Method))
            return inference.InvokeAsync(context, served);
        var segments = (context.Request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        return segments switch
        {
            ["v2"] => GetAsync(context, new ServerMetadata("survey-worker", WorkerEnvironment.Version, ["binary_tensor_data"], StampRecord.Of(stamps), WorkerEnvironment.Current()), ProtocolJson.Default.ServerMetadata),
            ["v2", "health", "live"] => GetAsync(context, new LiveHealth(true), ProtocolJson.Default.LiveHealth),
            ["v2", "health", "ready"] => GetAsync(context, new ReadyHealth(true), ProtocolJson.Default.ReadyHealth),
            ["v2", "models", var name, "versions", var version, .. var rest] => ModelAsync(context, Find(name, version), rest),
            ["v2", "models", var name, .. var rest] => ModelAsync(context, Find(name, ServedModel.Version), rest),
            _ => throw Unknown(context),
        };
    }

    private Task ModelAsync(HttpContext context, ServedModel served, string[] rest) => rest switch
    {
        [] => GetAsync(context, Describe(served), ProtocolJson.Default.ModelMetadata),
        ["ready"] => GetAsync(context, new ModelHealth(served.Name, true), ProtocolJson.Default.ModelHealth),
        ["infer"] when !HttpMethods.IsPost(context.Request.Method) => throw NotAllowed(context, HttpMethods.Post),
        ["infer"] => inference.InvokeAsync(context, served),
        _ => throw Unknown(context),
    };

    private ServedModel Find(string name, string version)
    {
        if (!models.TryGetValue(name, out var served))
            throw new ProtocolException(StatusCodes.Status404NotFound, $"There is no model '{name}' here; there is {string.Join(", ", models.Keys.Order(StringComparer.Ordinal))}.");
        return version == ServedModel.Version
            ? served
            : throw new ProtocolException(StatusCodes.Status404NotFound, $"The model '{name}' has no version '{version}'; it has {ServedModel.Version}.");
    }

    private static ModelMetadata Describe(ServedModel served)
    {
        var model = served.Model;
        var batch = model.FixedBatch ?? -1;
        return new(
            served.Name,
            [ServedModel.Version],
            "onnx_onnxv1",
            [new(model.InputName, TensorTypes.ProtocolName(model.InputType), model.InputShape(batch))],
            [new(model.OutputName, "FP32", [batch, model.Classes])],
            new(model.Sha256, model.Bytes));
    }

    private static Task GetAsync<T>(HttpContext context, T answer, JsonTypeInfo<T> type)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
            throw NotAllowed(context, HttpMethods.Get);
        return WriteAsync(context, answer, type);
    }

    private static ProtocolException NotAllowed(HttpContext context, string allowed)
    {
        context.Response.Headers.Allow = allowed;
        return new(StatusCodes.Status405MethodNotAllowed, $"{context.Request.Path} answers {allowed} only.");
    }

    private static ProtocolException Unknown(HttpContext context) =>
        new(StatusCodes.Status404NotFound, $"There is nothing at {context.Request.Path}; the Open Inference Protocol starts at /v2.");

    private static Task FailAsync(HttpContext context, int status, string sentence)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        context.Response.StatusCode = status;
        return WriteAsync(context, new Failure(sentence), ProtocolJson.Default.Failure);
    }

    private static async Task WriteAsync<T>(HttpContext context, T answer, JsonTypeInfo<T> type)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(answer, type);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = content.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.BodyWriter.WriteAsync(content);
    }
}
