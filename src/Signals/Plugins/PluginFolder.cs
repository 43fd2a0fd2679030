using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Ronchi.Signals.Plugins;

/// <summary>Loads plug-ins from a folder that the user names.</summary>
/// <remarks>
/// A plug-in <c>NAME</c> is <c>FOLDER/NAME/NAME.dll</c> with what it needs beside it, or <c>FOLDER/NAME.dll</c> alone; everything else in
/// the folder is refused. It is loaded by itself, and shares the assemblies of Ronchi with the program. Plug-ins are code: they may do
/// whatever the user may.
/// </remarks>
public static class PluginFolder
{
    /// <summary>Environment variable with folders of plug-ins, separated as in PATH.</summary>
    public const string Variable = "RONCHI_PLUGINS";

    /// <summary>Loads all plug-ins of a folder, in the order of their names.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="PluginException">The folder does not exist, or a plug-in cannot be loaded.</exception>
    [RequiresUnreferencedCode("A plug-in may use anything of Ronchi.")]
    public static IReadOnlyList<Plugin> Load(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (!Directory.Exists(folder))
            throw new PluginException(folder, "there is no such folder of plug-ins.");
        return [.. Files(folder).OrderBy(static file => Path.GetFileNameWithoutExtension(file), StringComparer.Ordinal).Select(Open)];
    }

    private static IEnumerable<string> Files(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*.dll"))
            yield return Path.GetFullPath(file);
        foreach (var inner in Directory.EnumerateDirectories(folder))
        {
            var file = Path.Combine(inner, $"{Path.GetFileName(inner)}.dll");
            yield return File.Exists(file)
                ? Path.GetFullPath(file)
                : throw new PluginException(
                    inner,
                    $"the folder of a plug-in holds a file of its own name, {Path.GetFileName(file)}: "
                    + "rename one of them, or remove the folder.");
        }
    }

    [RequiresUnreferencedCode("A plug-in may use anything of Ronchi.")]
    private static Plugin Open(string path)
    {
        PluginReferences.Check(path);
        try
        {
            var assembly = new PluginContext(path).LoadFromAssemblyPath(path);
            return Of(path, assembly.GetExportedTypes());
        }
        catch (Exception e) when (e is IOException or BadImageFormatException
            or TypeLoadException or MissingMemberException or ReflectionTypeLoadException)
        {
            throw new PluginException(
                path, $"the plug-in cannot be loaded: {e.Message.TrimEnd('.')}. Build it again, and put what it needs beside it.", e);
        }
    }

    /// <summary>What the classes of an assembly add.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="types">The classes.</param>
    /// <exception cref="PluginException">None of them is a plug-in, or one cannot be made.</exception>
    [RequiresUnreferencedCode("A plug-in may use anything of Ronchi.")]
    internal static Plugin Of(string path, IReadOnlyList<Type> types)
    {
        var parts = types
            .Where(static type => type is { IsAbstract: false, IsGenericTypeDefinition: false } && typeof(IPlugin).IsAssignableFrom(type))
            .Select(type => Make(path, type))
            .ToList();
        if (parts.Count == 0)
            throw new PluginException(path, $"no public class in it implements {nameof(IPlugin)}: it is no plug-in of Ronchi.");
        return new(Path.GetFileNameWithoutExtension(path), path)
        {
            Formats = [.. parts.SelectMany(static part => part.Formats)],
            Analyses = [.. parts.SelectMany(static part => part.Analyses)],
            FrameOperations = [.. parts.SelectMany(static part => part.FrameOperations)],
            Executors = [.. parts.SelectMany(static part => part.Executors)],
        };
    }

    private static IPlugin Make(
        string path, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] Type type)
    {
        if (type.GetConstructor(Type.EmptyTypes) is not { } constructor)
            throw new PluginException(path, $"{type.Name} has no public constructor without parameters: give it one.");
        try
        {
            return (IPlugin)constructor.Invoke(BindingFlags.DoNotWrapExceptions, binder: null, [], culture: null);
        }
        catch (Exception e)
        {
            throw new PluginException(path, $"{type.Name} failed in its constructor: {e.GetType().Name}: {e.Message}", e);
        }
    }
}
