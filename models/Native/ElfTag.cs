namespace Survey.Models.Native;

/// <summary>Tags of the dynamic section that matter here.</summary>
internal static class ElfTag
{
    public const ulong PltRelocationsSize = 2;
    public const ulong StringTable = 5;
    public const ulong SymbolTable = 6;
    public const ulong Relocations = 7;
    public const ulong RelocationsSize = 8;
    public const ulong PltRelocations = 23;
    public const ulong SymbolVersions = 0x6ffffff0;
    public const ulong VersionNeeds = 0x6ffffffe;
    public const ulong VersionNeedsCount = 0x6fffffff;
}
