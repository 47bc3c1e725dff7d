using System.Globalization;
using System.Text.Json;
using Survey.Experiments.Isolation;

namespace Survey.Experiments.Tests.Ocean.Conformance;

/// <summary>The list of differences that are meant, each with its reason, and of requests that cannot be sent with plain processes.</summary>
internal sealed record Reasons(IReadOnlyDictionary<string, string> Differences, IReadOnlyDictionary<string, string> LeftOut)
{
    public static Reasons Load(string folder, IsolationKind isolation)
    {
        var lists = JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string>>>(File.ReadAllText(Path.Combine(folder, "differences.json")))!;
        return isolation == IsolationKind.Docker ? new Reasons(lists["containers"], new Dictionary<string, string>()) : new Reasons(lists["processes"], lists["left out with processes"]);
    }

    /// <summary>Whether a request is not sent: it is named with its file and the first and last of a row.</summary>
    public bool AreToLeaveOut(string file, int sequence) => LeftOut.Keys.Select(key => key.Split(' ')).Any(key => key[0] == file
        && key[1].Split('-').Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray() is [var first, .., var last] && first <= sequence && sequence <= last);
}
