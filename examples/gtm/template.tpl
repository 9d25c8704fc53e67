___TERMS_OF_SERVICE___

By creating or modifying this file you agree to Google Tag Manager's Community
Template Gallery Developer Terms of Service available at
https://developers.google.com/tag-manager/gallery-tos (or such other URL as
Google may provide), as modified from time to time.


___INFO___

{
  "type": "TAG",
  "id": "cvt_temp_public_id",
  "version": 1,
  "securityGroups": [],
  "displayName": "Ringtrail",
  "categories": ["ANALYTICS", "ATTRIBUTION", "LEAD_GENERATION"],
  "brand": {
    "id": "brand_dummy",
    "displayName": "Ringtrail"
  },
  "description": "Shows every visitor a phone number of their own, so that calls are traced back to visits.",
  "containerContexts": ["WEB"]
}


___TEMPLATE_PARAMETERS___

[
  {
    "type": "TEXT",
    "name": "host",
    "displayName": "Host",
    "simpleValueType": true,
    "valueHint": "https://calls.example.com",
    "help": "Where your Ringtrail is, without a slash at the end.",
    "valueValidators": [
      { "type": "NON_EMPTY" },
      { "type": "REGEX", "args": ["https://.*[^/]"] }
    ]
  },
  {
    "type": "TEXT",
    "name": "site",
    "displayName": "Site key",
    "simpleValueType": true,
    "valueValidators": [{ "type": "NON_EMPTY" }]
  }
]


___SANDBOXED_JS_FOR_WEB_TEMPLATE___

const callInWindow = require('callInWindow');
const copyFromWindow = require('copyFromWindow');
const injectScript = require('injectScript');

const url = data.host + '/rt.js';

// A script that is injected here cannot carry data-site: without it, it waits to be started.
injectScript(url, () => {
  if (!copyFromWindow('ringtrail')) callInWindow('ringtrailStart', { site: data.site });
  data.gtmOnSuccess();
}, data.gtmOnFailure, url);


___WEB_PERMISSIONS___

[
  {
    "instance": {
      "key": { "publicId": "inject_script", "versionId": "1" },
      "param": [
        {
          "key": "urls",
          "value": {
            "type": 2,
            "listItem": [{ "type": 1, "string": "https://calls.example.com/rt.js" }]
          }
        }
      ]
    },
    "clientAnnotations": { "isEditedByUser": true },
    "isRequired": true
  },
  {
    "instance": {
      "key": { "publicId": "access_globals", "versionId": "1" },
      "param": [
        {
          "key": "keys",
          "value": {
            "type": 2,
            "listItem": [
              {
                "type": 3,
                "mapKey": [
                  { "type": 1, "string": "key" },
                  { "type": 1, "string": "read" },
                  { "type": 1, "string": "write" },
                  { "type": 1, "string": "execute" }
                ],
                "mapValue": [
                  { "type": 1, "string": "ringtrailStart" },
                  { "type": 8, "boolean": true },
                  { "type": 8, "boolean": false },
                  { "type": 8, "boolean": true }
                ]
              },
              {
                "type": 3,
                "mapKey": [
                  { "type": 1, "string": "key" },
                  { "type": 1, "string": "read" },
                  { "type": 1, "string": "write" },
                  { "type": 1, "string": "execute" }
                ],
                "mapValue": [
                  { "type": 1, "string": "ringtrail" },
                  { "type": 8, "boolean": true },
                  { "type": 8, "boolean": false },
                  { "type": 8, "boolean": false }
                ]
              }
            ]
          }
        }
      ]
    },
    "clientAnnotations": { "isEditedByUser": true },
    "isRequired": true
  }
]


___TESTS___

scenarios:
- name: starts the tracker of the site
  code: |-
    mock('injectScript', (url, onSuccess) => {
      assertThat(url).isEqualTo('https://calls.example.com/rt.js');
      onSuccess();
    });
    mock('copyFromWindow', undefined);
    runCode({ host: 'https://calls.example.com', site: 'SITE_KEY' });
    assertApi('callInWindow').wasCalledWith('ringtrailStart', { site: 'SITE_KEY' });
    assertApi('gtmOnSuccess').wasCalled();
- name: does not start a second one
  code: |-
    mock('injectScript', (url, onSuccess) => onSuccess());
    mock('copyFromWindow', {});
    runCode({ host: 'https://calls.example.com', site: 'SITE_KEY' });
    assertApi('callInWindow').wasNotCalled();
- name: tells of a failure
  code: |-
    mock('injectScript', (url, onSuccess, onFailure) => onFailure());
    runCode({ host: 'https://calls.example.com', site: 'SITE_KEY' });
    assertApi('gtmOnFailure').wasCalled();


___NOTES___

The fields, the permissions to adapt and the consent settings: README.md beside this file.
