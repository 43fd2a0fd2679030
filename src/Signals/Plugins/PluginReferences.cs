using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Ronchi.Signals.Plugins;

/// <summary>Which version of Ronchi a plug-in was built for, read from its file before any of its code is loaded.</summary>
internal static class PluginReferences
{
    private static readonly Version Own = typeof(IPlugin).Assembly.GetName().Version!;

    /// <summary>Whether an assembly is the program's, also for plug-ins.</summary>
    public static bool IsShared(string? name) => name?.StartsWith("Ronchi.", StringComparison.Ordinal) == true;

    /// <summary>Refuses what was not built for this version.</summary>
    /// <exception cref="PluginException">It is no assembly of .NET, uses nothing of Ronchi, or was built for another version.</exception>
    public static void Check(string path)
    {
        var versions = VersionsOf(path);
        if (versions.Count == 0)
            throw new PluginException(
                path, "it uses nothing of Ronchi and is no plug-in: put what a plug-in needs into the plug-in's own folder.");
        if (versions.Find(static version => !Serves(version)) is { } other)
            throw new PluginException(
                path,
                $"the plug-in was built for Ronchi {other.ToString(3)}, and this is Ronchi "
                + $"{Own.ToString(3)}: build it again for this version.");
    }

    // Before version 1 each minor version may break what was; later only major ones do.
    private static bool Serves(Version version) =>
        version.Major == Own.Major && (Own.Major == 0 ? version.Minor == Own.Minor : version.Minor <= Own.Minor);

    private static List<Version> VersionsOf(string path)
    {
        try
        {
            using var file = new PEReader(File.OpenRead(path));
            if (!file.HasMetadata)
                throw NotAnAssembly(path);
            var metadata = file.GetMetadataReader();
            return [.. metadata.AssemblyReferences.Select(metadata.GetAssemblyReference)
                .Where(reference => IsShared(metadata.GetString(reference.Name)))
                .Select(static reference => reference.Version)];
        }
        catch (BadImageFormatException e)
        {
            throw NotAnAssembly(path, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PluginException(path, $"the file cannot be read: {e.Message.TrimEnd('.')}.", e);
        }
    }

    private static PluginException NotAnAssembly(string path, Exception? cause = null) =>
        new(path, "this is no assembly of .NET: remove it from the folder of plug-ins.", cause);
}
