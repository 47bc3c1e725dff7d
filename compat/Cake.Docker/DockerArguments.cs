using System.Reflection;
using System.Text.RegularExpressions;
using Cake.Core;
using Cake.Core.IO;

namespace Cake.Docker;

/// <summary>Turns the properties of settings into options: <c>BuildArg</c> becomes <c>--build-arg</c>, an array repeats it.</summary>
internal static partial class DockerArguments
{
    public static ProcessArgumentBuilder Of(string command, AutoToolSettings settings, IEnumerable<string> arguments)
    {
        var builder = new ProcessArgumentBuilder().Append(command);
        foreach (var property in settings.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            Append(builder, $"--{Hump().Replace(property.Name, "-").ToLowerInvariant()}", property.GetValue(settings));
        foreach (var argument in arguments)
            builder.Append(argument);
        return builder;
    }

    private static void Append(ProcessArgumentBuilder builder, string option, object? value)
    {
        switch (value)
        {
            case true:
                builder.Append(option);
                break;
            case string[] texts:
                foreach (var text in texts)
                    builder.AppendSwitchQuoted(option, text);
                break;
        }
    }

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex Hump();
}
