using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.Loader;

namespace Ronchi.Signals.Plugins;

/// <summary>The assemblies of one plug-in: those beside it are its own, those of Ronchi and of .NET are the program's.</summary>
[RequiresUnreferencedCode("A plug-in may use anything of Ronchi.")]
internal sealed class PluginContext(string path) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(path))
{
    private readonly AssemblyDependencyResolver _beside = new(path);

    protected override Assembly? Load(AssemblyName assemblyName) =>
        !PluginReferences.IsShared(assemblyName.Name) && _beside.ResolveAssemblyToPath(assemblyName) is { } file
            ? LoadFromAssemblyPath(file)
            : null;

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _beside.ResolveUnmanagedDllToPath(unmanagedDllName) is { } file
            ? LoadUnmanagedDllFromPath(file)
            : base.LoadUnmanagedDll(unmanagedDllName);
}
