using Survey.Models.Native;
using Survey.Models.Tests.Support;

namespace Survey.Models.Tests.Native;

[Collection(TorchCollection.Name)]
public sealed class LibTorchTests
{
    [Fact]
    public void Check_LoadsFromThePackageFolder_WhenCalled()
    {
        var check = LibTorch.Check();

        Assert.True(check.IsUsable, check.Message);
        Assert.Matches(@"^libtorch [0-9.]+ with TorchSharp [0-9.]+, from the package folder", check.Message);
    }

    [Fact]
    public void OutputFolder_HoldsNoLibTorch_WhenBuilt() => Assert.DoesNotContain(
        Directory.EnumerateFiles(AppContext.BaseDirectory, "*", SearchOption.AllDirectories),
        file => Path.GetFileName(file) is var name && (name.Contains("torch_cpu", StringComparison.Ordinal) || name.Contains("LibTorchSharp", StringComparison.Ordinal)));

    [Fact]
    public void LoadFrom_NamesWhatIsMissing_WhenThePackageIsNotRestored()
    {
        var check = LibTorch.LoadFrom(LibTorchPaths.OfThisBuild with { LibTorchPackage = "/nowhere" }, "/nowhere");

        Assert.False(check.IsUsable);
        Assert.Contains("is missing; restore the packages again", check.Message);
    }

    [Fact]
    public void LoadFrom_NamesTheWayOut_WhenThereIsNoPackageForTheMachine()
    {
        var check = LibTorch.LoadFrom(new LibTorchPaths("linux-riscv64", "", "", ""), "/nowhere");

        Assert.False(check.IsUsable);
        Assert.Contains("linux-riscv64", check.Message);
        Assert.Contains("models.<name>.onnx", check.Message);
    }
}
