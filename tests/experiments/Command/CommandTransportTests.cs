using Scriban.Runtime;
using Survey.Experiments.Command;
using Survey.Experiments.Networks;
using Survey.Experiments.Steps;
using Xunit;

namespace Survey.Experiments.Tests.Command;

public sealed class CommandTransportTests
{
    private readonly ScriptObject variables = new() { ["evil"] = "a b; $(touch /tmp/x) \"'" };

    [Fact]
    public async Task Send_KeepsAValueOneArgument_WhenItLooksLikeShell()
    {
        var answer = await SendAsync(new CommandStep { Name = "print", Run = ["/usr/bin/printf", "[%s]", "{{ evil }}"] });
        Assert.Equal("[a b; $(touch /tmp/x) \"']", answer.Text);
    }

    [Fact]
    public async Task Send_Refuses_WhenASecretStandsOnTheCommandLine()
    {
        var error = await Assert.ThrowsAsync<NetworkException>(() => SendAsync(new CommandStep { Name = "login", Run = ["tool", "--key=${KEY}"] }));
        Assert.Contains("a secret may not stand on a command line", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_GivesTheSecret_WhenItIsInTheEnvironment()
    {
        var step = new CommandStep { Name = "env", Run = ["/usr/bin/printenv", "API_KEY"], Environment = new Dictionary<string, string> { ["API_KEY"] = "${KEY}" } };
        Assert.Equal("value of ${KEY}", (await SendAsync(step)).Text.Trim());
    }

    [Fact]
    public async Task Send_WritesStandardInput_WhenTheStepHasSome() =>
        Assert.Equal("hello", (await SendAsync(new CommandStep { Name = "cat", Run = ["/bin/cat"], Stdin = "hello" })).Text);

    [Fact]
    public async Task Send_SaysWhatToDo_WhenTheToolIsMissing()
    {
        var error = await Assert.ThrowsAsync<NetworkException>(() => SendAsync(new CommandStep { Name = "run", Run = ["no-such-tool-here"] }));
        Assert.Contains("Install it, or correct its name", error.Message, StringComparison.Ordinal);
    }

    private async Task<StepAnswer> SendAsync(CommandStep step)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The tools of this test are Unix's.");
        var secrets = new StepSecrets(name => new Secret("value of " + name));
        await using var transport = new CommandTransport(new StepTemplates(secrets), secrets);
        return await transport.SendAsync(step, variables, TestContext.Current.CancellationToken);
    }
}
