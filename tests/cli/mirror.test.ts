import { describe, expect, it } from 'vitest';
import { impliedMirror, launcherOf, packageFolders, platformOf } from '#cli/terraform/mirror.ts';

describe('where Terraform looks for a provider', () => {
  it.each([
    ['linux', '/home/a', '/home/a/.terraform.d/plugins'],
    ['darwin', '/Users/a', '/Users/a/.terraform.d/plugins'],
    ['win32', 'C:\\Users\\a', 'C:\\Users\\a\\AppData\\Roaming\\terraform.d\\plugins'],
  ])('%s', (system, home, folder) => {
    expect(impliedMirror(system, home, {})).toBe(folder);
  });

  it('takes the folder of applications that Windows names', () => {
    expect(impliedMirror('win32', 'C:\\Users\\a', { APPDATA: 'D:\\apps' })).toBe(
      'D:\\apps\\terraform.d\\plugins',
    );
  });

  it('names platforms as Terraform does', () => {
    expect(platformOf('darwin', 'arm64')).toBe('darwin_arm64');
    expect(platformOf('win32', 'x64')).toBe('windows_amd64');
    expect(platformOf('sunos', 'x64')).toBeUndefined();
  });

  it('serves Terraform and OpenTofu', () => {
    expect(packageFolders('1.2.3', 'linux_arm64')).toEqual([
      'registry.terraform.io/injixo-as-code/injixo/1.2.3/linux_arm64',
      'registry.opentofu.org/injixo-as-code/injixo/1.2.3/linux_arm64',
    ]);
  });

  it('starts Node.js with the file beside the launcher', () => {
    expect(launcherOf('1.2.3', 'linux_amd64').text).toContain('exec "$node" "${0%/*}/provider.mjs"');
    expect(launcherOf('1.2.3', 'windows_amd64')).toMatchObject({
      name: 'terraform-provider-injixo_v1.2.3.bat',
    });
  });
});
