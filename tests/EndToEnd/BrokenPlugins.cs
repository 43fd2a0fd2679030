using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Ronchi.EndToEnd;

/// <summary>Folders of plug-ins with everything that can be wrong in one.</summary>
internal static class BrokenPlugins
{
    private const string Sample = "SamplePlugin.dll";

    /// <summary>The folder with the sample of a plug-in, as it is built.</summary>
    public static string Built { get; } = Path.Combine(AppContext.BaseDirectory, "plugins");

    /// <summary>Writes the folders.</summary>
    /// <param name="place">Gives the path of a name.</param>
    public static void Write(Func<string, string> place)
    {
        var sample = Path.Combine(Built, "SamplePlugin", Sample);
        File.WriteAllText(Place("plugins-words/words.dll"), "hello\n");
        File.Copy(typeof(Xunit.Assert).Assembly.Location, Place("plugins-else/else.dll"));
        File.Copy(typeof(Signals.Session).Assembly.Location, Place("plugins-room/Ronchi.Signals.dll"));
        File.WriteAllBytes(Place("plugins-late/SamplePlugin.dll"), OfVersion99(File.ReadAllBytes(sample)));
        File.Copy(sample, Place("plugins-named/other/SamplePlugin.dll"));
        File.Copy(typeof(BrokenPlugins).Assembly.Location, Place("plugins-alone/Ronchi.EndToEnd.dll"));
        File.Copy(sample, Place("plugins-twice/SamplePlugin.dll"));
        File.Copy(sample, Place("plugins-twice/SamplePlugin/SamplePlugin.dll"));
        File.Copy(sample, Place("plugins-twins/Other.dll"));
        File.Copy(sample, Place("plugins-twins/SamplePlugin.dll"));

        string Place(string name)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(place(name))!);
            return place(name);
        }
    }

    // The table of references begins each row with the major version.
    private static byte[] OfVersion99(byte[] assembly)
    {
        using var file = new PEReader([.. assembly]);
        var metadata = file.GetMetadataReader();
        for (var row = 0; row < metadata.GetTableRowCount(TableIndex.AssemblyRef); row++)
        {
            var at = file.PEHeaders.MetadataStartOffset + metadata.GetTableMetadataOffset(TableIndex.AssemblyRef)
                + (row * metadata.GetTableRowSize(TableIndex.AssemblyRef));
            BinaryPrimitives.WriteUInt16LittleEndian(assembly.AsSpan(at), 99);
        }

        return assembly;
    }
}
