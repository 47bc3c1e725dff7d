using System.Text.Json.Nodes;
using Scriban.Runtime;
using Survey.Experiments.Networks;
using Survey.Experiments.Steps;
using Xunit;

namespace Survey.Experiments.Tests.Steps;

public sealed class StepTemplatesTests
{
    private readonly StepTemplates templates = StepFixture.Templates();
    private readonly ScriptObject variables = new() { ["id"] = "a/../b?c=1", ["count"] = 3m, ["evil"] = "\"}, {\"x\": \"${HOME}" };

    [Fact]
    public void Url_EncodesValues_WhenTheyComeFromOutside() =>
        Assert.Equal("/jobs/a%2F..%2Fb%3Fc%3D1/logs", templates.Url("/jobs/{{ id }}/logs", variables));

    [Fact]
    public void Url_TakesTheValueAsItIs_WhenTheTemplateIsOneExpression() =>
        Assert.Equal("a/../b?c=1", templates.Url("{{ id }}", variables));

    [Fact]
    public void Json_KeepsNumbers_WhenAStringIsOneExpression() =>
        Assert.Equal("""{"n":3,"s":"n=3"}""", templates.Json(JsonNode.Parse("""{"n":"{{ count }}","s":"n={{ count }}"}"""), variables)!.ToJsonString());

    [Fact]
    public void Json_StaysOneString_WhenAValueLooksLikeJson()
    {
        var rendered = templates.Json(JsonNode.Parse("""{"name":"{{ evil }}"}"""), variables)!.AsObject();
        Assert.Equal(["name"], rendered.Select(member => member.Key));
        Assert.Equal("\"}, {\"x\": \"${HOME}", rendered["name"]!.GetValue<string>());
    }

    [Fact]
    public void Text_NamesTheVariable_WhenItIsUnknown()
    {
        var error = Assert.Throws<NetworkException>(() => templates.Text("{{ idd }}", variables));
        Assert.Contains("idd", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reveal_LeavesNetworksTextAlone_WhenItLooksLikeASecretReference()
    {
        var secrets = new StepSecrets(name => new Secret("revealed " + name));
        var rendered = new StepTemplates(secrets).Text("key=${TOKEN} id={{ evil }}", variables);
        Assert.Equal("key=*** id=\"}, {\"x\": \"${HOME}", StepSecrets.Mask(rendered));
        Assert.Equal("key=revealed ${TOKEN} id=\"}, {\"x\": \"${HOME}", secrets.Reveal(rendered));
    }
}
