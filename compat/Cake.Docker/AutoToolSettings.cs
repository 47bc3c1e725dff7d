using Cake.Core.Tooling;

namespace Cake.Docker;

/// <summary>Settings whose properties become the options of a docker command.</summary>
public abstract class AutoToolSettings : ToolSettings;
